// Completes names in the boxes of an open room, to write in and to edit in: of people after an `@`, of rooms after a `#`.
// A listbox beside the box, which keeps the focus. Loaded when the first such sign is typed.
import { Candidates, plain } from "candidates";
import { hue, initials } from "avatar";
import { onKeys } from "keyboard";

// The sign at the beginning of a word, and what has been typed after it, up to the caret: part of a name, with spaces.
const TRIGGER = /(?:^|[\s({["'“‘„«*_~|,;:!?…/+&—–])([@#])([^\s@#][^\n@#]{0,60})?$/u;
const LABELS = { "@": "People", "#": "Rooms" };
const GAP = 6; // px between the box and the list
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const CHOOSING = ["Enter", "Tab"];

export class Completion {
  #candidates;
  #list = null;
  #box = null; // in which it completes, while the list is shown
  #found = []; // what is listed: { id, name, … }
  #index = 0;
  #shownFor = ""; // the sign and the text
  #hasStepped = false; // whether somebody has moved on from the first option
  #at = null; // where the sign stands: { start, end, kind }
  #closed = null; // where the list was closed; it stays so for that sign

  // root: holds the boxes; ask(kind, text): `answer` brings what the server finds; members(): how many `@room` would reach
  constructor(root, { ask, members }) {
    this.#candidates = new Candidates({ ask, members, onFound: () => this.#show() });
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
    const before = box.value.slice(0, box.selectionStart);
    const found = box.selectionStart === box.selectionEnd ? TRIGGER.exec(before) : null;
    if (!found) {
      this.#closed = null;
      return this.#hide();
    }
    const [, kind, text = ""] = found;
    const start = before.length - text.length - 1;
    if (this.#closed === start) return this.#hide();
    this.#closed = null;
    this.#box = box;
    this.#at = { start, end: before.length, kind, text };
    this.#candidates.look(kind, text);
    this.#show();
  }

  // To be called when a box was emptied: what comes next is another sign.
  forget() {
    this.#closed = null;
    this.#hide();
  }

  strangersIn(text) {
    return this.#candidates.strangersIn(text);
  }

  welcome(id) {
    this.#candidates.welcome(id);
  }

  // What the server has found.
  answer(...found) {
    this.#candidates.take(...found);
  }

  #moved = () => {
    if (this.#box && document.activeElement === this.#box && this.#box.selectionStart !== this.#at.end) this.#hide();
  };

  #show() {
    if (!this.#box) return;
    const { kind, text } = this.#at;
    const isSame = this.#hasStepped && this.#shownFor === kind + text;
    const chosen = isSame ? this.#found[this.#index]?.id : null; // stays so when more is found
    this.#found = this.#candidates.find(kind, text);
    if (!this.#found.length) return this.#empty();
    this.#index = Math.max(0, this.#found.findIndex(({ id }) => id === chosen));
    this.#shownFor = kind + text;
    this.#hasStepped = isSame;
    this.#list ??= this.#makeList();
    this.#list.setAttribute("aria-label", LABELS[kind]);
    this.#list.replaceChildren(...this.#found.map((one, index) => makeOption(kind, one, index)));
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
    document.body.append(list);
    list.showPopover();
    for (const [name, value] of Object.entries({ controls: list.id, autocomplete: "list", expanded: "true" })) {
      this.#box.setAttribute(`aria-${name}`, value);
    }
    return list;
  }

  // Above the box or, where there is no room, below it; as wide as its names.
  #place() {
    const frame = this.#box.closest(".composer-box, .message-editor") ?? this.#box;
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
    this.#box.setAttribute("aria-activedescendant", `completion-${index}`);
  }

  #pressed(event) {
    if (!this.#list || event.target !== this.#box || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in STEPS) {
      const { length } = this.#found;
      this.#hasStepped = true;
      this.#select((this.#index + STEPS[event.key] + length) % length);
    } else if (event.key === "Escape") {
      this.#closed = this.#at.start;
      this.#hide();
    } else if (event.key === "Enter" && this.#isTyped()) return this.#hide(); // which sends
    else if (CHOOSING.includes(event.key) && !event.shiftKey) this.#choose(this.#found[this.#index]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Whether the whole name is there already.
  #isTyped() {
    return !this.#hasStepped && plain(this.#found[this.#index].name) === plain(this.#at.text.trim());
  }

  #choose({ name }) {
    const box = this.#box;
    const { start, end, kind } = this.#at;
    const space = /^\s/.test(box.value.slice(end)) ? "" : " ";
    this.#closed = start;
    this.#hide();
    box.setRangeText(`${kind}${name}${space}`, start, end, "end");
    if (!space) box.setSelectionRange(box.selectionEnd + 1, box.selectionEnd + 1);
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Nothing is found, or not yet: then keys do what they do otherwise.
  #empty() {
    this.#list?.remove();
    this.#list = null;
    for (const name of ["controls", "autocomplete", "expanded", "activedescendant"]) this.#box?.removeAttribute(`aria-${name}`);
  }

  #hide() {
    this.#empty();
    this.#box = null;
    this.#found = [];
  }
}

function makeOption(kind, { id, name, avatar, isMember, note }, index) {
  const option = document.createElement("li");
  option.id = `completion-${index}`;
  option.dataset.index = String(index);
  option.setAttribute("role", "option");
  const label = document.createElement("bdi");
  label.className = "completion-name";
  label.translate = false;
  label.textContent = id ? name : `@${name}`;
  option.append(kind === "@" ? makePicture(id, name, avatar) : makeSign(kind), label);
  const more = note ?? (isMember ? "" : "not in this room");
  if (more) option.append(Object.assign(document.createElement("span"), { className: "completion-note", textContent: more }));
  return option;
}

function makePicture(id, name, avatar) {
  if (!id) return makeSign("@");
  const picture = document.createElement("span");
  picture.className = `avatar hue-${hue(id)}`;
  picture.ariaHidden = "true";
  picture.translate = false;
  if (avatar) picture.append(Object.assign(document.createElement("img"), { src: `/avatars/${avatar}.webp`, alt: "" }));
  else picture.textContent = initials(name);
  return picture;
}

function makeSign(text) {
  const sign = document.createElement("span");
  sign.className = "completion-sign";
  sign.ariaHidden = "true";
  sign.textContent = text;
  return sign;
}
