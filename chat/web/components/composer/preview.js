// What a text will look like: drawn by the server as messages are, and shown in place of the box until somebody writes on.
import { onKeys } from "keyboard";
import { showMoments } from "moments";
import { isConnected } from "socket";

const PATIENCE = 8000; // ms
const NOT_NOW = "There is no preview just now.";

// What was asked of the server, and is to be answered by it.
export class PreviewRequests {
  #send;
  #waiting = new Map();
  #number = 0;

  // send(number, text)
  constructor(send) {
    this.#send = send;
  }

  // Returns a promise of { html, isFormatted, error }.
  ask(text) {
    if (!isConnected()) return Promise.resolve({ error: NOT_NOW });
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      setTimeout(() => this.answer(number, { error: NOT_NOW }), PATIENCE);
      this.#send(number, text);
    });
  }

  answer(number, found) {
    this.#waiting.get(number)?.(found);
    this.#waiting.delete(number);
  }
}

export class Preview {
  #box;
  #ask;
  #submit;
  #element = null;
  onToggle = () => {}; // with whether it is shown

  // ask(text): as of PreviewRequests; submit(): Enter sends
  constructor(box, { ask, submit }) {
    this.#box = box;
    this.#ask = ask;
    this.#submit = submit;
  }

  get isShown() {
    return this.#element !== null;
  }

  toggle() {
    if (this.isShown) return this.writeOn();
    return this.#box.value.trim() ? this.#open() : this.#box.focus();
  }

  close() {
    if (!this.isShown) return;
    this.#element.remove();
    this.#element = null;
    this.#box.hidden = false;
    this.onToggle(false);
  }

  writeOn() {
    this.close();
    this.#box.focus();
  }

  async #open() {
    const element = this.#make();
    this.#element = element;
    this.#box.after(element);
    this.#box.hidden = true;
    element.focus();
    this.onToggle(true);
    const { html, isFormatted, error } = await this.#ask(this.#box.value);
    element.ariaBusy = null;
    if (error) element.textContent = error;
    else element.innerHTML = html; // the server's, and safe as that of any message
    showMoments(element);
    element.classList.toggle("formatted", Boolean(isFormatted));
  }

  #make() {
    const element = document.createElement("div");
    Object.assign(element, { className: "preview message-body", tabIndex: 0, ariaLabel: "Preview", ariaBusy: "true", dir: "auto", translate: false });
    element.setAttribute("role", "region");
    element.style.minHeight = `${this.#box.offsetHeight}px`; // nothing moves
    onKeys(element, (event) => this.#pressed(event));
    element.addEventListener("dblclick", () => this.writeOn());
    return element;
  }

  // What is typed goes on in the box.
  #pressed(event) {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Enter" && event.target === this.#element) {
      this.writeOn();
      this.#submit();
    } else if (event.key === "Escape" || (event.altKey && event.code === "KeyP")) this.writeOn();
    else if (isPlain && event.key.length === 1 && event.key !== " ") return this.writeOn();
    else return undefined;
    event.preventDefault();
    return event.stopPropagation();
  }
}
