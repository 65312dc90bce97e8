// What a stream's model works on, without DOM: rows in a map, and a view whose reader is told where to be.

export class Rows extends Map {
  insertedAt = null; // of the last insert that brought something

  keyAt(edge) {
    return [...this.keys()].at(edge === "top" ? 0 : -1) ?? "";
  }

  #indexOf(place) {
    if (typeof place === "number") return place < 0 ? this.size : place;
    const index = [...this.keys()].indexOf(place.before ?? place.after);
    return index < 0 || "before" in place ? index : index + 1;
  }

  insert(pairs, at, isUpdateOnly) {
    const fresh = new Map(pairs.filter(([key]) => !this.has(key) && !isUpdateOnly));
    for (const [key, html] of pairs) if (this.has(key)) this.set(key, html);
    if (!fresh.size || this.#indexOf(at) < 0) return;
    this.insertedAt = at;
    this.reset([...this].toSpliced(this.#indexOf(at), 0, ...fresh));
  }

  move(key, place) {
    const row = [key, this.get(key)];
    if (!this.has(key) || key === (place.before ?? place.after)) return;
    const others = new Rows([...this].filter(([other]) => other !== key));
    const index = others.#indexOf(place);
    if (index >= 0) this.reset([...others].toSpliced(index, 0, row));
  }

  remove(key) {
    this.delete(key);
  }

  reset(pairs) {
    const all = [...pairs];
    this.clear();
    for (const [key, html] of all) this.set(key, html);
  }
}

export class View {
  sent = []; // to the server
  targets = []; // rows that were to be shown, once they were or could not be
  reported = []; // what the topic has brought

  constructor(rows, isScrolling = true) {
    this.rows = rows;
    this.isScrolling = isScrolling;
    this.scroll(false, true);
  }

  scroll(nearTop, nearEnd) {
    Object.assign(this, { nearTop, nearEnd });
  }

  showRow({ key }) {
    this.shown = key;
    this.scroll(false, false);
  }

  revealRow(key) {
    this.showRow({ key });
  }

  reportTarget(key) {
    this.targets.push(key);
  }

  scrollToEnd() {
    this.scroll(false, true);
  }

  isNearEnd() {
    return this.nearEnd;
  }

  distances() {
    return { above: this.nearTop ? 0 : 1000, below: this.nearEnd ? 0 : 1000 };
  }

  change(operation, { isNews = true } = {}) {
    this.rows.insertedAt = null;
    operation();
    if (isNews || this.rows.insertedAt === null) return;
    // The rows of a page stand between the reader and that edge now.
    if (this.rows.insertedAt === 0) this.nearTop = false;
    else this.nearEnd = false;
  }

  showEdges() {}

  showState() {}

  reportChanges(changes) {
    this.reported.push(changes);
  }
}
