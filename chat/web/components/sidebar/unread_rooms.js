// What is unread in each of the viewer's rooms: as the server has counted it, and what is heard since.
import { currentRoom, roomLinks } from "current_room";
import { readMessage } from "message_text";

const MAX_COUNT = 99;
const PAUSE = 2000; // ms between two read marks of a room
const LATER = 15_000; // ms, up to twice as long, until a count that may be too high is asked for

export const isAway = () => document.visibilityState === "hidden" || !document.hasFocus();

// The newest message of the shown room that has been on the screen.
function lastSeen() {
  const list = document.getElementById("messages");
  const end = list?.getBoundingClientRect().bottom ?? 0;
  const rows = list ? [...list.querySelectorAll(":scope > [data-key]")] : [];
  return rows.findLast((row) => row.getBoundingClientRect().top < end - 8)?.dataset.key ?? "0";
}

export class UnreadRooms {
  #me;
  #rooms = new Map(); // id → { count, told, read, newest, revision, news }: told is how far the server knows of
  #send;
  #recount;
  #heard = new Set(); // messages of others that have come into the shown room
  #marks = new Map(); // id → message, of rooms where more was seen than was sent
  #waits = new Map(); // id → timer, of rooms whose read mark was sent a moment ago
  #sent = new Map(); // id → read mark that the server has not acknowledged
  #later = null; // timer
  #kept = null; // the room that is shown, where messages were marked unread; it stays so until one leaves

  // me: the viewer's id; send({ room, message }): what was read, to the server; recount(): the server is to say it again
  constructor(me, { send, recount }) {
    this.#me = Number(me);
    this.#send = send;
    this.#recount = recount;
  }

  // rows: [id, count, read, newest, revision] of some rooms, or of all.
  take(rows, isAll) {
    const known = this.#rooms;
    if (isAll) this.#rooms = new Map();
    for (const [id, count, read, newest, revision] of rows) {
      const key = String(id);
      const before = known.get(key);
      if (before && this.#isOlder(key, read)) {
        this.#rooms.set(key, before);
        continue;
      }
      const { told = 0, news = [] } = before ?? {};
      if (key === currentRoom() && read < told) this.keepUnread(key); // perhaps in another tab
      if (key === this.#kept && count === 0) this.#kept = null;
      if (this.#marks.get(key) <= read) this.#marks.delete(key);
      const room = { count, told: read, read, newest, revision, isCapped: count > MAX_COUNT, news: [] };
      this.#rooms.set(key, room);
      for (const each of news) this.#apply(room, each); // heard sooner than this, and perhaps not in it
    }
    this.see();
    this.show();
  }

  // Whether a count is from before the server has taken the read mark that was sent last.
  #isOlder(id, read) {
    if (read >= (this.#sent.get(id) ?? 0)) this.#sent.delete(id);
    return this.#sent.has(id) && this.#kept !== id;
  }

  // news: [id, author, revision] of new messages; of deleted ones the id is negative.
  hear(id, news) {
    const room = this.#rooms.get(id);
    if (!room) return;
    for (const each of news) this.#apply(room, each);
    this.see();
    this.show();
  }

  // In the shown room a deletion has no revision: its list gives each once.
  #apply(room, [message, author, revision = Number.POSITIVE_INFINITY]) {
    if (message < 0 ? revision <= room.revision : message <= room.newest) return;
    if (message > 0 || Number.isFinite(revision)) room.news = [...room.news.slice(-MAX_COUNT), [message, author, revision]];
    if (message > 0) room.newest = message;
    if (author === this.#me) return;
    if (message > 0) room.count += 1;
    else if (-message > room.read && room.count > 0) this.#takeAway(room);
  }

  #takeAway(room) {
    if (room.isCapped && room.count <= MAX_COUNT + 1) this.#recountLater(); // there may be more than were counted
    else room.count -= 1;
  }

  // Not at once: in a big room all pages would ask at the same moment, and again at each deletion.
  #recountLater() {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.#recount();
    }, LATER * (1 + Math.random()));
  }

  // The shown room's list has changed: created rows as [key, html], and keys of deleted ones.
  hearShown({ created, deleted }) {
    const id = currentRoom();
    const room = this.#rooms.get(id);
    if (!room) return;
    const news = created.map(([key, html]) => [Number(key), Number(readMessage(html).author)]);
    for (const [message, author] of news) if (author !== this.#me && message > room.newest) this.#heard.add(message);
    const isUnknown = (message) => message > room.read && room.count > 0 && !this.#heard.has(message);
    if (deleted.some((key) => isUnknown(Number(key)))) this.#recount();
    const gone = deleted.map(Number).filter((message) => this.#heard.delete(message));
    this.hear(id, [...news, ...gone.map((message) => [-message, 0])]);
  }

  // To be called whenever rows may have come into sight; costs nothing where nothing is unread.
  see() {
    const id = currentRoom();
    const room = this.#rooms.get(id);
    if (!room?.count || this.#kept === id || isAway()) return;
    const seen = Number(lastSeen());
    if (seen <= room.read) return;
    room.read = seen;
    if (seen >= room.newest) room.count = 0; // otherwise the server counts, and tells all tabs
    this.#marks.set(id, seen);
    this.#sendMark(id);
  }

  // Not too often; what is seen within the pause is sent after it, whatever room is shown by then.
  #sendMark(id) {
    if (this.#waits.has(id) || !this.#marks.has(id)) return;
    const message = this.#marks.get(id);
    this.#marks.delete(id);
    this.#sent.set(id, message);
    this.#send({ room: id, message: String(message) });
    this.#waits.set(id, setTimeout(() => this.#waited(id), PAUSE));
  }

  #waited(id) {
    this.#waits.delete(id);
    if (this.#sent.delete(id)) this.#recount(); // such as after a loss of the connection: what does the server know?
    this.#sendMark(id);
  }

  // To be called before the page goes.
  sendMarks() {
    for (const [room, message] of this.#marks) this.#send({ room, message: String(message) });
    this.#marks.clear();
  }

  // The shown room stays unread although its messages are in sight.
  keepUnread(id) {
    this.#kept = id;
    this.#marks.delete(id);
    this.#sent.delete(id);
  }

  changeRoom() {
    if (this.#kept !== currentRoom()) this.#kept = null;
    this.#heard.clear();
    this.see();
    this.show();
  }

  show() {
    const shown = isAway() || this.#kept === currentRoom() ? null : currentRoom();
    for (const link of roomLinks()) {
      const { key, kind } = link.dataset;
      const room = this.#rooms.get(key);
      mark(link, key === shown ? 0 : (room?.count ?? 0));
      if (kind === "direct" && room?.newest) place(link, room.newest);
    }
  }
}

// Direct messages stand in the order of their newest message: as in sidebar.py.
function place(link, newest) {
  const section = link.dataset.sort.slice(0, -19); // of direct messages, or of starred ones
  const sort = section + String(10n ** 18n - BigInt(newest)).padStart(19, "0");
  if (link.dataset.sort <= sort) return;
  link.dataset.sort = sort;
  const isBeside = ({ dataset }) => dataset.kind === "direct" && dataset.sort.startsWith(section);
  const others = roomLinks().filter((other) => other !== link && isBeside(other));
  const next = others.find((other) => other.dataset.sort > sort);
  if (!next || next === link.nextElementSibling) return;
  const hasFocus = link === document.activeElement;
  next.before(link);
  if (hasFocus) link.focus({ preventScroll: true });
}

function mark(link, count) {
  const text = count > MAX_COUNT ? `${MAX_COUNT}+` : String(count);
  if (count === 0 ? !link.dataset.unread : link.dataset.unread === text && link.querySelector(".room-unread")) return;
  link.querySelector(".room-unread")?.remove();
  if (count === 0) {
    delete link.dataset.unread;
    return;
  }
  link.dataset.unread = text;
  const badge = document.createElement("span");
  badge.className = "room-unread";
  badge.textContent = text;
  const unit = document.createElement("span");
  unit.className = "visually-hidden";
  unit.textContent = " unread";
  badge.append(unit);
  link.querySelector(".room-name").after(badge);
}
