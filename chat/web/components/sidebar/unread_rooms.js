// What is unread in each of the viewer's rooms: as the server has counted it, and what is heard since.
import { currentRoom, roomLinks } from "current_room";
import { readMessage } from "message_text";

const MAX_COUNT = 99;
const PAUSE = 2000; // ms between two read marks of a room

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
  #rooms = new Map(); // id → { count, read, newest, heard: ids of others' messages that came after the server had counted }
  #send;
  #recount;
  #heard = new Set(); // messages of others that have come into the shown room
  #waits = new Map(); // id → timer, of rooms whose read mark was sent a moment ago
  #sent = new Map(); // id → read mark that the server has not acknowledged
  #kept = null; // the room that is shown, where messages were marked unread; it stays so until one leaves

  // me: the viewer's id; send({ room, message }): what was read, to the server; recount(): the server is to say it again
  constructor(me, { send, recount }) {
    this.#me = Number(me);
    this.#send = send;
    this.#recount = recount;
  }

  // rows: [id, count, read, newest] of some rooms, or of all.
  take(rows, isAll) {
    const known = this.#rooms;
    if (isAll) this.#rooms = new Map();
    for (const [id, count, read, newest] of rows) {
      const key = String(id);
      const before = known.get(key);
      if (before && this.#isOlder(key, read)) {
        this.#rooms.set(key, before);
        continue;
      }
      if (key === currentRoom() && read < (before?.read ?? 0)) this.#kept = key; // perhaps in another tab
      const heard = before?.heard.filter((message) => message > newest) ?? [];
      this.#rooms.set(key, { count: count + heard.length, read, newest: heard.at(-1) ?? newest, heard });
    }
    this.see();
    this.show();
  }

  // Whether a count is from before the server has taken the read mark that was sent last.
  #isOlder(id, read) {
    if (read >= (this.#sent.get(id) ?? 0)) this.#sent.delete(id);
    return this.#sent.has(id) && this.#kept !== id;
  }

  // news: [id, author] of new messages; of deleted ones the id is negative.
  hear(id, news) {
    const room = this.#rooms.get(id);
    if (!room) return;
    for (const [message, author] of news) {
      if (author === this.#me) continue;
      if (message > room.newest) {
        room.newest = message;
        room.count += 1;
        if (room.heard.push(message) > MAX_COUNT + 1) room.heard.shift();
      } else if (message < 0 && -message > room.read && room.count > 0) {
        room.count -= 1;
        room.heard = room.heard.filter((heard) => heard !== -message);
      }
    }
    putFirst(id, Math.max(...news.map(([message]) => message)));
    this.see();
    this.show();
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
    if (!room?.count || this.#kept === id || this.#waits.has(id) || isAway()) return;
    const seen = Number(lastSeen());
    if (seen <= room.read) return;
    room.read = seen;
    room.heard = room.heard.filter((message) => message > seen);
    if (seen >= room.newest) room.count = 0; // otherwise the server counts, and tells all tabs
    this.#sent.set(id, seen);
    this.#send({ room: id, message: String(seen) });
    this.#waits.set(id, setTimeout(() => this.#waited(id), PAUSE));
  }

  #waited(id) {
    this.#waits.delete(id);
    if (this.#sent.delete(id)) this.#recount(); // such as after a loss of the connection: what does the server know?
    this.see();
  }

  // The shown room stays unread although its messages are in sight.
  keepUnread(id) {
    this.#kept = id;
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
      const { key } = link.dataset;
      mark(link, key === shown ? 0 : (this.#rooms.get(key)?.count ?? 0));
    }
  }
}

// Direct messages stand in the order of their newest message: as in sidebar.py.
function putFirst(id, newest) {
  const link = document.querySelector(`#rooms-${id}[data-kind="direct"]`);
  if (!link || newest < 0) return;
  link.dataset.sort = `2${String(10n ** 18n - BigInt(newest)).padStart(19, "0")}`;
  const first = document.getElementById("rooms-section-direct").nextElementSibling;
  if (link === first) return;
  const hasFocus = link === document.activeElement;
  first.before(link);
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
