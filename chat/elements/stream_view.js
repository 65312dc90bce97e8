// What of a stream depends on pixels, is seen or is read aloud: its model's view.

const QUIET = 500; // ms for which assistive technology may still take note of a change

export class StreamView {
  #stream;
  #position = null; // as told last

  // stream: the component of stream.js, with its parts
  constructor(stream) {
    this.#stream = stream;
  }

  get #element() {
    return this.#stream.$el;
  }

  // Whether the element is a window on the rows.
  get isScrolling() {
    return Boolean(this.#stream.scroll);
  }

  // Whether its reader follows the last row.
  isNearEnd() {
    return this.#stream.anchor.isNearEnd;
  }

  // How far the edges are; null while the element is hidden.
  distances() {
    return this.#stream.anchor.distances();
  }

  scrollToEnd() {
    this.#stream.anchor.scrollToEnd();
  }

  // Shows a row so far below the upper edge.
  showRow({ key, offset }) {
    const { anchor, rows } = this.#stream;
    anchor.scrollTo(rows.get(key), offset);
  }

  // Shows a row, somewhere in sight.
  revealRow(key) {
    const { anchor, rows } = this.#stream;
    anchor.reveal(rows.get(key));
  }

  // Does what changes rows, in one layout, without moving what is looked at.
  change(operation, { isNews = true } = {}) {
    const { anchor, liveRegion, model } = this.#stream;
    anchor.keepPlace();
    operation();
    this.showEdges();
    const { rows, appended } = this.#stream.rows.takeChanges(isNews);
    this.#placeInsides(rows);
    liveRegion?.announce(isNews && appended > 0);
    // Listeners add to the rows (times, grouping) here, before heights are measured.
    if (rows.length) this.#stream.dispatch("stream:rows", { rows });
    this.#stream.rows.passFocusOn();
    if (appended && model.isNearEnd && anchor.isFollowing) anchor.scrollToEnd();
    else anchor.keepPlace();
  }

  #placeInsides(changed) {
    const { insides } = this.#stream;
    if (!insides.size) return;
    const rows = new Set(changed);
    for (const inside of insides) if (inside.isAffected(rows)) inside.place();
  }

  showState(state) {
    if (this.#element.dataset.state === state) return;
    this.#element.dataset.state = state;
    this.#stream.dispatch("stream:state", { state });
  }

  // What the topic has brought, shown or not.
  reportChanges(changes) {
    this.#stream.dispatch("stream:changes", { created: [], edited: [], deleted: [], reset: null, ...changes });
  }

  // A row that was to be shown is in sight, or cannot be.
  reportTarget(key) {
    this.#stream.dispatch("stream:target", { key, row: this.#stream.rows.get(key) ?? null });
  }

  showPosition() {
    const { model } = this.#stream;
    const nearEnd = model.isNearEnd;
    if (nearEnd) model.markSeen();
    const position = { nearEnd, unseen: model.unseen };
    if (nearEnd === this.#position?.nearEnd && position.unseen === this.#position.unseen) return;
    this.#position = position;
    this.#stream.dispatch("stream:position", position);
  }

  // What of the pager people see.
  showEdges() {
    const { isAtStart, loading, failed } = this.#stream.model.pager;
    const { top, end } = this.#stream.$refs;
    this.#stream.failedEdge = failed;
    this.#element.toggleAttribute("data-failed", Boolean(failed));
    this.#element.toggleAttribute("data-start", isAtStart);
    top.toggleAttribute("data-loading", Boolean(loading) && loading !== "bottom");
    end.toggleAttribute("data-loading", loading === "bottom");
    // Set only when it changes: an update must leave alone what did not change, attributes included.
    const isBusy = String(loading === "first");
    if (this.#element.getAttribute("aria-busy") !== isBusy) this.#element.setAttribute("aria-busy", isBusy);
  }
}

// Has screen readers read aloud what is appended to a log, and nothing else.
export class LiveRegion {
  #element;
  #timer;

  constructor(element) {
    this.#element = element;
  }

  // To be called for each change, while its rows are there and nothing has been drawn yet.
  announce(isNews) {
    this.stop();
    this.#element.setAttribute("aria-live", isNews ? "polite" : "off");
    if (!isNews) this.#timer = setTimeout(() => this.announce(true), QUIET);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
