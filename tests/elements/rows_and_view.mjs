// What a stream's model works on, without DOM: rows in a map, and a view whose reader is told where to be.

export class Rows extends Map {
  insertedAt = null; // of the last insert that brought something

  keyAt(edge) {
    return [...this.keys()].at(edge === "top" ? 0 : -1) ?? "";
  }

  insert(pairs, at, isUpdateOnly) {
    const fresh = new Map(pairs.filter(([key]) => !this.has(key) && !isUpdateOnly));
    for (const [key, html] of pairs) if (this.has(key)) this.set(key, html);
    if (fresh.size) this.insertedAt = at;
    this.reset([...this].toSpliced(at < 0 ? this.size : at, 0, ...fresh));
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
