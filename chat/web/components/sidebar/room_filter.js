// The box above the list of rooms: what is typed hides the others at once, Enter opens the first one left, Esc clears it.
import { roomLinks } from "current_room";
import { onKeys } from "keyboard";

// Ignoring case and accents.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Whether all words of a text are in a name.
export const matches = (name, text) => plain(text).split(/\s+/).every((word) => plain(name).includes(word));

export class RoomFilter {
  #box;
  #nav;
  #goDown;

  // box: the field; nav: around the list; goDown(): moves the focus into the list
  constructor(box, nav, goDown) {
    this.#box = box;
    this.#nav = nav;
    this.#goDown = goDown;
    box.addEventListener("input", () => this.show());
    onKeys(box, (event) => this.#pressed(event));
  }

  get #text() {
    return this.#box.value.trim();
  }

  #pressed(event) {
    const act = { Enter: () => this.#openFirst(), Escape: () => this.#clear(), ArrowDown: this.#goDown }[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // Esc would lead to the message box
    act();
  }

  #openFirst() {
    const first = this.#text && roomLinks().find((link) => !link.hidden);
    if (!first) return;
    first.click();
    this.#clear();
  }

  #clear() {
    this.#box.value = "";
    this.show();
  }

  // Rows that come or change later are shown or hidden as well.
  show() {
    const text = this.#text;
    if (!text && !this.#nav.hasAttribute("data-filtered")) return;
    this.#nav.toggleAttribute("data-filtered", Boolean(text));
    const links = roomLinks();
    for (const link of links) link.hidden = !matches(link.querySelector(".room-name").textContent, text);
    const isNone = Boolean(text) && links.every((link) => link.hidden);
    this.#nav.querySelector(".filter-none").textContent = isNone ? "No rooms found." : "";
    for (const heading of this.#nav.querySelectorAll(".section")) heading.hidden = Boolean(text) && isEmpty(heading);
  }
}

function isEmpty(heading) {
  for (let row = heading.nextElementSibling; row?.matches("a"); row = row.nextElementSibling) if (!row.hidden) return false;
  return true;
}
