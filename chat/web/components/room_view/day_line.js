// The day of what one reads, at the top of the list while the line of that day is above it. The browser tells when such a
// line passes there: nothing has to be done while somebody scrolls.

const FURTHER = "0px 100px 1000000px"; // all but what is above the list counts as in sight

export class DayLine {
  #list;
  #element;
  #watched = new Set(); // rows that begin a day
  #above = new Set(); // those of them that begin above the list's upper edge
  #observer;

  // list: the stream's element; element: what shows the day
  constructor(list, element) {
    this.#list = list;
    this.#element = element;
    this.#observer = new IntersectionObserver((entries) => this.#passed(entries), { root: list, rootMargin: FURTHER, threshold: [0, 1] });
  }

  stop() {
    this.#observer.disconnect();
  }

  // To be called when rows were formatted.
  watch(rows) {
    for (const row of this.#watched) if (!row.isConnected || !row.dataset.day) this.#forget(row);
    for (const row of rows) {
      if (this.#above.has(row)) row.dataset.passed = ""; // an update may have taken it away
      if (row.dataset.day && !this.#watched.has(row)) this.#remember(row);
    }
    this.#show();
  }

  #remember(row) {
    this.#watched.add(row);
    this.#observer.observe(row);
  }

  #forget(row) {
    this.#watched.delete(row);
    this.#setAbove(row, false);
    this.#observer.unobserve(row);
  }

  #passed(entries) {
    for (const { target, boundingClientRect, rootBounds } of entries) {
      if (!target.isConnected) this.#forget(target);
      else this.#setAbove(target, rootBounds !== null && boundingClientRect.top < rootBounds.top);
    }
    this.#element.style.insetInlineEnd = `${this.#list.offsetWidth - this.#list.clientWidth}px`; // beside the scroll bar
    this.#show();
  }

  // The row's own line is not seen then: it would go on behind the one that stays.
  #setAbove(row, isAbove) {
    if (isAbove) this.#above.add(row);
    else this.#above.delete(row);
    row.toggleAttribute("data-passed", isAbove);
  }

  #show() {
    const last = [...this.#above].reduce((one, other) => (one && Number(one.dataset.at) > Number(other.dataset.at) ? one : other), null);
    const day = last?.dataset.day ?? "";
    if (this.#element.textContent === day) return;
    this.#element.textContent = day;
    this.#element.hidden = !day;
  }
}
