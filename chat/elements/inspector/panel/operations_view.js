// The list of operations, the newest first.
import { make, makeButton } from "./dom.js";
import { drawEntry } from "./entry_view.js";
import { onKeys } from "./keyboard.js";

const SIDEWAYS = { ArrowRight: 1, ArrowLeft: -1 };

const SHOWN = 200; // entries; the record keeps more

export class OperationsView {
  #list = make("ol", { class: "si-list", tabindex: 0, "aria-label": "Operations, the newest first; arrow keys go through them" });
  #empty = make("p", { class: "si-empty" }, "Operations are shown here as they arrive.");
  #waiting = []; // entries to be shown with the next frame
  #stream = null;

  constructor() {
    const clear = makeButton("Clear", () => this.#list.replaceChildren(), { class: "si-clear" });
    const bar = make("div", { class: "si-bar" }, make("span", {}, "As they arrive, the newest first"), clear);
    this.timeline = make("div", { class: "si-timeline" }, bar, this.#empty, this.#list);
    this.element = make("div", { class: "si-view" }, this.timeline);
    onKeys(this.#list, (event) => this.#onKey(event));
    this.#list.addEventListener("click", ({ target }) => reveal(target.closest(".si-key")));
  }

  // Shows the entries of another stream.
  select(stream, entries) {
    this.#stream = stream;
    this.#list.replaceChildren();
    this.#waiting = entries.filter((entry) => this.#belongs(entry)).slice(-SHOWN);
  }

  add(entry) {
    if (this.#belongs(entry)) this.#waiting.push(entry);
  }

  show() {
    if (this.#waiting.length) this.#list.prepend(...this.#waiting.reverse().map((entry) => drawEntry(entry, { tabindex: -1 })));
    this.#waiting = [];
    while (this.#list.children.length > SHOWN) this.#list.lastElementChild.remove();
    this.#empty.hidden = this.#list.children.length > 0;
  }

  #belongs({ stream }) {
    return stream === null || stream === this.#stream;
  }

  #onKey(event) {
    const { children } = this.#list;
    const at = [...children].findIndex((entry) => entry.contains(document.activeElement));
    const next = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: children.length - 1 }[event.key];
    const target = next === undefined ? besideIn(children[at], SIDEWAYS[event.key]) : children[next];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
}

// The row in an entry that is named after or before the one in focus; before the first is the entry itself.
function besideIn(entry, step) {
  if (!entry || !step) return null;
  const stops = [entry, ...entry.querySelectorAll("button")];
  return stops[stops.indexOf(document.activeElement) + step] ?? null;
}

// Scrolls the list to a row that is named in the panel.
function reveal(key) {
  if (key) document.getElementById(key.dataset.domId)?.scrollIntoView({ block: "nearest" });
}
