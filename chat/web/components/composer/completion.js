// Completes names in the boxes of an open room, to write in and to edit in: of people after an `@`, of rooms after a `#`, of
// emoji after a `:`; in the composer of commands after a `/`. A listbox beside the box, which keeps the focus. Loaded when the first such sign is typed.
import { Candidates, plain } from "candidates";
import { CommandCandidates } from "command_candidates";
import { makeOption } from "completion_options";
import { findTrigger } from "completion_trigger";
import { EmojiCandidates } from "emoji_candidates";
import { onKeys } from "keyboard";
import { replaceText } from "text_box";

const LABELS = { "@": "People", "#": "Rooms", ":": "Emoji", "/": "Commands" };
const GAP = 6; // px between the box and the list
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const CHOOSING = ["Enter", "Tab"];

export class Completion {
  #candidates; // people and rooms
  #emoji;
  #commands;
  #list = null;
  #box = null; // in which it completes, while the list is shown
  #found = []; // what is listed: { id, name, … }
  #index = 0;
  #shownFor = ""; // the sign and the text
  #hasStepped = false; // whether somebody has moved on from the first option
  #at = null; // where the sign stands: { start, end, kind }
  #closed = null; // where the list was closed; it stays so for that sign

  // root: holds the boxes; ask(kind, text): `answer` brings what the server finds; members(): how many `@room` would reach;
  // emoji: where the list of emoji is; room(): as commands take it
  constructor(root, { ask, members, emoji, room }) {
    this.#candidates = new Candidates({ ask, members, onFound: () => this.#show() });
    this.#emoji = new EmojiCandidates({ address: emoji, onFound: () => this.#show() });
    this.#commands = new CommandCandidates(room);
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
    const found = box.selectionStart === box.selectionEnd ? findTrigger(box.value.slice(0, box.selectionStart)) : null;
    if (!found || (found.kind === "/" && !("commands" in box.dataset))) {
      this.#closed = null;
      return this.#hide();
    }
    if (this.#closed === found.start) return this.#hide();
    this.#closed = null;
    this.#at = found;
    if (found.isClosed) return this.#finish(box);
    this.#box = box;
    this.#source.look(found.kind, found.text);
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

  get #source() {
    return { ":": this.#emoji, "/": this.#commands }[this.#at.kind] ?? this.#candidates;
  }

  // The second colon was typed: what is called so takes the place of its name.
  #finish(box) {
    const emoji = this.#box === box && this.#emoji.called(this.#at.text);
    this.#hide();
    if (emoji) this.#insert(box, emoji);
  }

  #moved = () => {
    if (this.#box && document.activeElement === this.#box && this.#box.selectionStart !== this.#at.end) this.#hide();
  };

  #show() {
    if (!this.#box) return;
    const { kind, text } = this.#at;
    const isSame = this.#hasStepped && this.#shownFor === kind + text;
    const chosen = isSame ? this.#found[this.#index]?.id : null; // stays so when more is found
    this.#found = this.#source.find(kind, text);
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

  // Whether the whole name is there already; that of an emoji is none of what one writes.
  #isTyped() {
    return this.#at.kind !== ":" && !this.#hasStepped && plain(this.#found[this.#index].name) === plain(this.#at.text.trim());
  }

  #choose({ id, name }) {
    const box = this.#box;
    this.#hide();
    this.#insert(box, this.#at.kind === ":" ? id : `${this.#at.kind}${name}`);
  }

  #insert(box, text) {
    const { start, end, kind } = this.#at;
    const space = /^\s/.test(box.value.slice(end)) ? "" : " ";
    this.#closed = start;
    if (kind === ":") this.#emoji.choose(text);
    replaceText(box, `${text}${space}`, start, end);
    if (!space) box.setSelectionRange(box.selectionEnd + 1, box.selectionEnd + 1);
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
