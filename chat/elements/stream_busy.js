// A pressed button with `data-busy="Saving…"` says so until the server has dealt with its action.

export class BusyButtons {
  #pressed = new Map(); // number of the action → { button, content }
  #count = 0;
  #isListening = false;

  stop() {
    window.socket.off("disconnect", this.#restoreAll);
  }

  has(button) {
    return [...this.#pressed.values()].some((pressed) => pressed.button === button && isBusy(button));
  }

  // Shows that a button is busy; returns the number by which the server says that it no longer is. Null if there is
  // nothing to show, or nobody to answer.
  start(button) {
    const text = button?.dataset.busy;
    if (text === undefined || !window.socket.connected) return null;
    if (!this.#isListening) window.socket.on("disconnect", this.#restoreAll); // an answer may be lost
    this.#isListening = true;
    for (const [number, pressed] of this.#pressed) if (pressed.button === button) this.#pressed.delete(number);
    this.#count += 1;
    this.#pressed.set(this.#count, { button, content: text && [...button.childNodes] });
    button.setAttribute("aria-busy", "true");
    if (text) button.replaceChildren(text);
    return this.#count;
  }

  // Has the button say again what it said, unless an update of its row has done so.
  end(number) {
    const { button, content } = this.#pressed.get(number) ?? {};
    this.#pressed.delete(number);
    if (!button || !isBusy(button)) return;
    button.removeAttribute("aria-busy");
    if (content) button.replaceChildren(...content);
  }

  #restoreAll = () => {
    for (const number of [...this.#pressed.keys()]) this.end(number);
  };
}

const isBusy = (button) => button.getAttribute("aria-busy") === "true";
