// The day of what one reads, at the top of the list while the line of that day is above it. The browser tells when such a
// line passes there: nothing has to be done while somebody scrolls. Where the line of the next day comes to it, it gives way.

const REACH = 28; // px below the list's upper edge: a line that begins there touches the day that stays
const REACH_BELOW_BAR = 68; // px, where the bar of what is new is above that

export class DayLine {
  #list;
  #element;
  #watched = new Set(); // rows that begin a day
  #above; // those of them that begin above the list's upper edge
  #near;
  #nearBelowBar;

  // list: the stream's element; element: what shows the day
  constructor(list, element) {
    this.#list = list;
    this.#element = element;
    this.#above = new RowsAbove(list, 0, () => this.#passed());
    this.#near = new RowsAbove(list, REACH, () => this.#show());
    this.#nearBelowBar = new RowsAbove(list, REACH_BELOW_BAR, () => this.#show());
  }

  stop() {
    for (const each of this.#all) each.stop();
  }

  get #all() {
    return [this.#above, this.#near, this.#nearBelowBar];
  }

  // To be called when rows were formatted.
  watch(rows) {
    for (const row of this.#watched) if (!row.isConnected || !row.dataset.day) this.#forget(row);
    for (const row of rows) {
      if (this.#above.rows.has(row)) row.dataset.passed = ""; // an update may have taken it away
      if (row.dataset.day && !this.#watched.has(row)) this.#remember(row);
    }
    this.#show();
  }

  #remember(row) {
    this.#watched.add(row);
    for (const each of this.#all) each.watch(row);
  }

  #forget(row) {
    this.#watched.delete(row);
    row.removeAttribute("data-passed");
    for (const each of this.#all) each.forget(row);
  }

  #passed() {
    // The row's own line is not seen then: it would go on behind the one that stays.
    for (const row of this.#watched) row.toggleAttribute("data-passed", this.#above.rows.has(row));
    this.#element.style.insetInlineEnd = `${this.#list.offsetWidth - this.#list.clientWidth}px`; // beside the scroll bar
    this.#show();
  }

  #show() {
    const above = this.#above.rows;
    const last = [...above].reduce((one, other) => (one && Number(one.dataset.at) > Number(other.dataset.at) ? one : other), null);
    const day = last?.dataset.day ?? "";
    this.#element.toggleAttribute("data-met", this.#near.rows.size > above.size);
    this.#element.toggleAttribute("data-met-below-bar", this.#nearBelowBar.rows.size > above.size);
    if (this.#element.textContent === day) return;
    this.#element.textContent = day;
    this.#element.hidden = !day;
  }
}

// Which of some rows begin above a line so many pixels below the upper edge of a list.
class RowsAbove {
  rows = new Set();
  #observer;

  constructor(list, pixels, changed) {
    const rootMargin = `${-pixels}px 100px 1000000px`; // all but what is above the line counts as in sight
    const note = ({ target, boundingClientRect, rootBounds }) => {
      const isAbove = target.isConnected && rootBounds !== null && boundingClientRect.top < rootBounds.top;
      if (isAbove) this.rows.add(target);
      else this.rows.delete(target);
    };
    const hear = (entries) => {
      entries.forEach(note);
      changed();
    };
    this.#observer = new IntersectionObserver(hear, { root: list, rootMargin, threshold: [0, 1] });
  }

  watch(row) {
    this.#observer.observe(row);
  }

  forget(row) {
    this.rows.delete(row);
    this.#observer.unobserve(row);
  }

  stop() {
    this.#observer.disconnect();
  }
}
