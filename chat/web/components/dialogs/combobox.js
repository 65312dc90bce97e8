// A box to search by, over a list of options of which one is selected; keys move the selection, the focus stays in the
// box. See "Combobox" in the ARIA Authoring Practices.
import { onKeys } from "keyboard";

export class Combobox {
  // `box` and `list` are elements, of which the list has an id. `search(text)` returns the elements to show in the list,
  // in which those with the role "option" can be selected; `pick(option)` is called for the one that is chosen;
  // `keys` says which option each arrow key leads to, by functions of the combobox that return an index.
  constructor({ box, list, search, pick, keys = STEPS }) {
    Object.assign(this, { box, list, search, pick, keys });
    this.options = [];
    this.index = 0;
    box.addEventListener("input", () => this.update());
    list.addEventListener("click", ({ target }) => this.choose(target.closest("[role=option]")));
    for (const element of [box, list]) onKeys(element, (event) => this.pressed(event));
  }

  get selected() {
    return this.options[this.index];
  }

  clear() {
    this.box.value = "";
    this.update();
  }

  update() {
    this.list.replaceChildren(...this.search(this.box.value));
    this.list.scrollTop = 0;
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.index = 0;
    this.select(0);
  }

  select(index) {
    this.selected?.removeAttribute("aria-selected");
    this.selected?.removeAttribute("id");
    this.index = index;
    if (!this.selected) return this.box.removeAttribute("aria-activedescendant");
    this.selected.setAttribute("aria-selected", "true");
    this.selected.id = `${this.list.id}-selected`;
    this.box.setAttribute("aria-activedescendant", this.selected.id);
    this.selected.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (option) this.pick(option);
  }

  pressed(event) {
    if (event.key === "Enter") this.choose(this.selected);
    else if (event.key in this.keys) this.select(this.keys[event.key](this));
    else return;
    event.preventDefault();
  }
}

// A list: after the last option comes the first.
const STEPS = {
  ArrowDown: ({ index, options }) => (index + 1) % (options.length || 1),
  ArrowUp: ({ index, options }) => (index - 1 + options.length) % (options.length || 1),
};

// A grid of groups, each with rows of its own: up and down lead to the nearest option of the next row.
export const GRID_KEYS = {
  ArrowRight: ({ index, options }) => Math.min(index + 1, options.length - 1),
  ArrowLeft: ({ index }) => Math.max(index - 1, 0),
  ArrowDown: (combobox) => nearestInNextRow(combobox, 1),
  ArrowUp: (combobox) => nearestInNextRow(combobox, -1),
};

function nearestInNextRow({ index, options }, direction) {
  const from = options[index];
  const distance = (option) => Math.abs(option.offsetLeft - from.offsetLeft);
  let best = index;
  for (let at = index + direction; options[at]; at += direction) {
    if (options[at].offsetTop === from.offsetTop) continue;
    if (best !== index && options[at].offsetTop !== options[best].offsetTop) break;
    if (best === index || distance(options[at]) < distance(options[best])) best = at;
  }
  return best;
}
