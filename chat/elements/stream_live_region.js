// Has screen readers read aloud what is appended to a log, and nothing else.

const QUIET = 500; // ms for which assistive technology may still take note of a change

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
