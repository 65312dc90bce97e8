// On a phone: the last message of each room, and when it was said. Asked for when the list is shown, and when a room has news.
import { isListShown, roomLinks } from "current_room";
import { onLocalTimeChanged, shortTime } from "local_time";

const PHONE = window.matchMedia("(max-width: 719.98px)");
const PAUSE = 1000; // ms between two questions

const isShown = () => PHONE.matches && isListShown();

export class RoomPreviews {
  #me;
  #ask;
  #rooms = new Map(); // id → { author, name, text, at }
  #asked = new Set(); // rooms with news since the last question
  #timer = null;
  #isComplete = false; // whether all rooms were asked for since the list was opened

  // ask(rooms): the server is to say it of these rooms, or of all, by `take`
  constructor(me, ask) {
    this.#me = Number(me);
    this.#ask = ask;
    PHONE.addEventListener("change", () => this.look());
    onLocalTimeChanged(() => this.show());
  }

  // To be called when something else may be shown.
  look() {
    if (!isShown()) this.#isComplete = false;
    else if (!this.#isComplete) this.#askForAll();
    this.show();
  }

  hear(room) {
    if (!isShown()) return;
    this.#asked.add(room);
    this.#timer ??= setTimeout(() => this.#askForSome(), PAUSE);
  }

  // rows: [room, author, the author's name, text, time]
  take(rows) {
    for (const [room, author, name, text, at] of rows) this.#rooms.set(String(room), { author, name, text, at });
    this.show();
  }

  show() {
    if (isShown()) for (const link of roomLinks()) this.#showIn(link);
  }

  #askForAll() {
    // The page's socket is there only after its components.
    if (!window.socket?.connected) return setTimeout(() => this.look(), 50);
    this.#isComplete = true;
    return this.#ask(null);
  }

  #askForSome() {
    this.#timer = null;
    const rooms = [...this.#asked];
    this.#asked.clear();
    if (isShown()) this.#ask(rooms.length > 100 ? null : rooms);
  }

  #showIn(link) {
    const last = this.#rooms.get(link.dataset.key);
    if (!last) return;
    const by = last.author === this.#me ? "You: " : link.dataset.kind === "direct" ? "" : `${last.name.split(" ")[0]}: `;
    put(link, "span", "room-last", by + last.text.replace(/https?:\/\/(?:www\.)?(?=\S)/g, ""));
    put(link, "time", "room-time", shortTime(last.at));
  }
}

function put(link, name, className, text) {
  let part = link.querySelector(`:scope > .${className}`);
  if (!part) {
    part = document.createElement(name);
    part.className = className;
    part.dataset.keep = "";
    part.translate = false;
    link.append(part);
  }
  if (part.textContent !== text) part.textContent = text;
}
