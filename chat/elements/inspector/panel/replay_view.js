// Steps back and forth through what a stream's operations have made of its rows, on a copy of the list.
import { copyOf } from "./copy.js";
import { make, makeButton } from "./dom.js";
import { drawEntry } from "./entry_view.js";
import { changesOf } from "./operation_text.js";
import { stateAt } from "./replay.js";

export class ReplayView {
  #read;
  #operations = [];
  #base = { keys: [], html: new Map() };
  #step = 0;
  #slider = make("input", { type: "range", min: 0, value: 0, "aria-label": "Step", oninput: () => this.#go(Number(this.#slider.value)) });
  #position = make("output", { class: "si-step" });
  #entry = make("ol", { class: "si-now", "aria-label": "The operation at this step" });
  #list = make("div", { class: "si-copy", inert: true });

  // read(): { base, operations } of the stream that is looked at
  constructor(read) {
    this.#read = read;
    const button = (label, text, step) => makeButton(text, () => this.#go(step()), { class: "si-do", "aria-label": label, title: label });
    this.element = make(
      "div",
      { class: "si-view" },
      make(
        "div",
        { class: "si-row si-player" },
        button("First", "|◀\uFE0E", () => 0),
        button("Back", "◀\uFE0E", () => this.#step - 1),
        this.#slider,
        button("Forward", "▶\uFE0E", () => this.#step + 1),
        button("Last", "▶\uFE0E|", () => this.#operations.length),
        this.#position,
      ),
      this.#entry,
      make("div", { class: "si-stage", role: "group", "aria-label": "Copy of the list", tabindex: 0 }, this.#list),
    );
  }

  // Begins anew with what has been recorded by now, at the end.
  open() {
    this.#load();
    this.#go(this.#operations.length);
  }

  // Takes in what has come since. Who looks at the newest operation goes on to it; others stay at the one they look at.
  extend() {
    if (this.element.hidden) return;
    const [former, at] = [this.#operations, this.#step];
    this.#load();
    if (at === former.length) return this.#go(this.#operations.length);
    const step = at && this.#operations.indexOf(former[at - 1]) + 1; // 0: it is no longer kept
    if (step === at) this.#showPosition();
    else this.#go(step);
  }

  #load() {
    const { base, operations } = this.#read();
    this.#base = base;
    this.#operations = operations;
    this.#slider.max = operations.length;
  }

  #showPosition() {
    this.#slider.value = this.#step;
    this.#position.value = `${this.#step} of ${this.#operations.length}`;
  }

  #go(step) {
    this.#step = Math.min(Math.max(step, 0), this.#operations.length);
    this.#showPosition();
    const entry = this.#operations[this.#step - 1];
    this.#entry.replaceChildren(entry ? drawEntry(entry) : make("li", { class: "si-empty" }, "As it was when the inspector was opened"));
    this.#list.replaceChildren(...copyOf(stateAt(this.#base, this.#operations, this.#step)));
    this.#mark(entry);
  }

  // Shows where the operation has changed something.
  #mark(entry) {
    const touched = new Set(entry ? changesOf(entry).inserts.map(({ key }) => key) : []);
    const rows = [...this.#list.children].filter((row) => touched.has(row.dataset.copyOf));
    for (const row of rows) row.classList.add("si-touched");
    (rows.at(-1) ?? this.#list.lastElementChild)?.scrollIntoView({ block: "nearest" });
  }
}
