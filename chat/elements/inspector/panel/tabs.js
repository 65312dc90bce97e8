// Tabs: one view is shown at a time; arrow keys go from tab to tab.
import { make, makeButton } from "./dom.js";
import { onKeys } from "./keyboard.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class Tabs {
  #buttons = [];
  #names;
  #views;
  #onShow;

  // views: elements by the names of their tabs
  // onShow(name): another tab is shown
  constructor(views, onShow = () => {}) {
    this.#names = Object.keys(views);
    this.#views = Object.values(views);
    this.#onShow = onShow;
    this.#buttons = Object.entries(views).map(([name, view], index) => {
      Object.assign(view, { id: `si-view-${index}`, hidden: index > 0 });
      view.setAttribute("role", "tabpanel");
      view.setAttribute("aria-label", name);
      return makeButton(name, () => this.show(name), { role: "tab", "aria-controls": view.id, "aria-selected": String(index === 0), tabindex: index && -1 });
    });
    const list = make("div", { class: "si-tabs", role: "tablist", "aria-label": "Views" }, ...this.#buttons);
    onKeys(list, (event) => this.#onKey(event));
    this.element = make("div", { class: "si-body" }, list, ...this.#views);
  }

  show(name) {
    this.#choose(this.#names.indexOf(name));
    this.#onShow(name);
  }

  #choose(chosen) {
    this.#buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      this.#views[index].hidden = index !== chosen;
    });
  }

  #onKey(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#buttons.indexOf(document.activeElement);
    const button = this.#buttons.at((at + step) % this.#buttons.length);
    button.focus();
    button.click();
  }
}
