// Completes what is typed in boxes: a listbox beside the box, which keeps the focus. What there is to complete others say:
// message_completion.js for messages, search_completion.js for searches.
import { plain } from "candidates";
import { makeOption } from "completion_options";
import { onKeys } from "keyboard";
import { replaceText } from "text_box";

const GAP = 6; // px between the box and the list
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const CHOOSING = ["Enter", "Tab"];

export class Completion {
  #find;
  #kinds;
  #list = null;
  #box = null; // in which it completes, while the list is shown
  #found = []; // what is listed: { id, name, … }
  #index = 0; // -1 where none is chosen
  #shownFor = ""; // the kind and the text
  #hasStepped = false; // whether somebody has moved on from where the list began
  #at = null; // what is being typed: { start, end, kind, text, isClosed }
  #closed = null; // where the list was closed; it stays so for what begins there

  // root: holds the boxes
  // find(box): what is being typed before the caret that can be completed, as completion_trigger.js does
  // kinds: by name, { label, source, write, looks, called, isOptional, isTakenOver, goesOn }: what the list is called; what
  //   looks for candidates, as Candidates does; write(one): what takes the place of what was typed; how options look, if
  //   not as the kind says; called(text): where a closing sign ends it, what is called just so. With `isOptional`, none is
  //   chosen before somebody goes to one; with `isTakenOver`, nothing is meant as it was typed; with `goesOn`, what was
  //   chosen is completed further
  constructor(root, { find, kinds }) {
    this.#find = find;
    this.#kinds = kinds;
    onKeys(root, (event) => this.#pressed(event), { capture: true }); // before the box's own keys
    root.addEventListener("focusout", () => this.#hide());
    document.addEventListener("selectionchange", this.#moved);
  }

  remove() {
    document.removeEventListener("selectionchange", this.#moved);
    this.#hide();
  }

  // To be called when a text was changed.
  typed(box) {
    const found = box.selectionStart === box.selectionEnd ? this.#find(box) : null;
    if (!found) {
      this.#closed = null;
      return this.#hide();
    }
    if (this.#closed === found.start) return this.#hide();
    this.#closed = null;
    this.#at = found;
    if (found.isClosed) return this.#finish(box);
    this.#box = box;
    this.#kind.source.look(found.kind, found.text);
    this.show();
  }

  // To be called when a box was emptied: what comes next is another sign.
  forget() {
    this.#closed = null;
    this.#hide();
  }

  get #kind() {
    return this.#kinds[this.#at.kind];
  }

  // The closing sign was typed: what is called so takes the place of its name.
  #finish(box) {
    const one = this.#box === box && this.#kind.called(this.#at.text);
    this.#hide();
    if (one) this.#insert(box, one);
  }

  #moved = () => {
    if (this.#box && document.activeElement === this.#box && this.#box.selectionStart !== this.#at.end) this.#hide();
  };

  // To be called when there is more to choose from.
  show() {
    if (!this.#box) return;
    const { kind, text } = this.#at;
    const { label, source, looks = kind, isOptional } = this.#kind;
    const isSame = this.#hasStepped && this.#shownFor === kind + text;
    const chosen = isSame ? this.#found[this.#index]?.id : null; // stays so when more is found
    this.#found = source.find(kind, text);
    if (!this.#found.length) return this.#empty();
    this.#index = Math.max(isOptional ? -1 : 0, this.#found.findIndex(({ id }) => id === chosen));
    this.#shownFor = kind + text;
    this.#hasStepped = isSame;
    this.#list ??= this.#makeList();
    this.#list.setAttribute("aria-label", label);
    this.#list.replaceChildren(...this.#found.map((one, index) => makeOption(looks, one, index)));
    this.#select(this.#index);
    this.#place();
  }

  #makeList() {
    const list = document.createElement("ul");
    Object.assign(list, { className: "completion", id: "completion", popover: "manual" });
    list.setAttribute("role", "listbox");
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#choose(this.#found[Number(option.dataset.index)]);
    });
    (this.#box.closest("dialog") ?? document.body).append(list); // outside of an open dialog nothing can be pressed
    list.showPopover();
    for (const [name, value] of Object.entries({ controls: list.id, autocomplete: "list" })) {
      this.#box.setAttribute(`aria-${name}`, value);
    }
    return list;
  }

  // Above the box or, where there is no room, below it; as wide as its names.
  #place() {
    const frame = this.#box.closest(".composer-box, .message-editor, .search-field") ?? this.#box;
    const { top, bottom, left, width } = frame.getBoundingClientRect();
    const { offsetHeight: height } = this.#list;
    const isAbove = top - GAP - height > 0 || top > innerHeight - bottom;
    this.#list.style.left = `${left}px`;
    this.#list.style.maxWidth = `${Math.min(width, innerWidth - left - 8)}px`;
    this.#list.style.top = isAbove ? "auto" : `${bottom + GAP}px`;
    this.#list.style.bottom = isAbove ? `${innerHeight - top + GAP}px` : "auto";
    this.#list.style.maxHeight = `min(20rem, ${(isAbove ? top : innerHeight - bottom) - 2 * GAP}px)`;
  }

  #select(index) {
    this.#index = index;
    for (const [number, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(number === index));
      if (number === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) this.#box.removeAttribute("aria-activedescendant");
    else this.#box.setAttribute("aria-activedescendant", `completion-${index}`);
  }

  #pressed(event) {
    if (!this.#list || event.target !== this.#box || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in STEPS) {
      this.#hasStepped = true;
      this.#select(this.#stepped(STEPS[event.key]));
    } else if (event.key === "Escape") {
      this.#closed = this.#at.start;
      this.#hide();
    } else if (event.key === "Enter" && this.#isTyped()) return this.#hide(); // which sends
    else if (CHOOSING.includes(event.key) && !event.shiftKey) this.#choose(this.#found[Math.max(0, this.#index)]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #stepped(by) {
    const { length } = this.#found;
    return this.#index < 0 && by < 0 ? length - 1 : (this.#index + by + length) % length;
  }

  // Whether it is meant as it stands there.
  #isTyped() {
    if (this.#hasStepped || this.#kind.isTakenOver) return false;
    return this.#index < 0 || plain(this.#found[this.#index].name) === plain(this.#at.text.trim());
  }

  #choose(one) {
    const box = this.#box;
    this.#hide();
    this.#insert(box, one);
  }

  #insert(box, one) {
    const { start, end } = this.#at;
    const text = this.#kind.write(one);
    const space = this.#kind.goesOn || /^\s/.test(box.value.slice(end)) ? "" : " ";
    this.#closed = this.#kind.goesOn ? null : start;
    replaceText(box, `${text}${space}`, start, end);
    if (!space && !this.#kind.goesOn) box.setSelectionRange(box.selectionEnd + 1, box.selectionEnd + 1);
  }

  // Nothing is found, or not yet: then keys do what they do otherwise.
  #empty() {
    this.#list?.remove();
    this.#list = null;
    for (const name of ["controls", "autocomplete", "activedescendant"]) this.#box?.removeAttribute(`aria-${name}`);
  }

  #hide() {
    this.#empty();
    this.#box = null;
    this.#found = [];
  }
}
