// What this browser tells of, in all of the viewer's rooms: one tab for all. It hears which messages there are, waits a
// moment, in which they may be read, and asks the server for what is still to be told.
import { readMessage } from "message_text";

const GRACE = 1000; // ms
const LONGER_GRACE = 3500; // ms, while the room is being read on another device, whose read marks are sent now and then
const IS_READING = 30_000; // ms after a read mark has been moved elsewhere
const EVERYBODY = 0; // as in `messages.items`
const MOST = 20; // as in `notifications.queries`

export class Notices {
  #me;
  #page;
  #isTelling = false; // by this tab
  #newest = new Map(); // id of a room → newest message heard of
  #waiting = new Map(); // message → { room, at }: not told yet
  #asked = new Map(); // message → room: what the server was asked for
  #told = new Map(); // id of a room → messages that its notification stands for, oldest first
  #readAt = new Map(); // id of a room → when its read mark was moved elsewhere
  #marks = new Map(); // id of a room → read mark
  #running = new Set(); // keys of messages in shown rooms that are being written
  #timer = null;

  // me: the viewer's id
  // page: what the page knows and does: isWanted(), levelOf(room), isBeingRead(room), ask(messages), show(notice, isNew),
  // withdraw(room), and withdrawPushed({ rooms, isGone }), of what was told while no page was open
  constructor(me, page) {
    this.#me = Number(me);
    this.#page = page;
  }

  tell(isTelling) {
    this.#isTelling = isTelling;
  }

  // rows: as of unread_rooms.js. What is read is told no more; what was missed may be.
  take(rows) {
    for (const [id, count, read, newest] of rows) {
      const room = String(id);
      const known = this.#newest.get(room);
      this.#newest.set(room, Math.max(known ?? 0, newest));
      if (this.#marks.has(room) && read > this.#marks.get(room) && !this.#page.isBeingRead(room)) this.#readAt.set(room, Date.now());
      this.#marks.set(room, read);
      this.#forget(room, (message) => message <= read);
      if (known !== undefined && newest > known && count > 0) this.#wait(room, newest);
    }
    this.#page.withdrawPushed({ rooms: new Map(rows.map(([id, , read]) => [String(id), read])) });
  }

  // news: as of unread_rooms.js.
  hear(room, news) {
    for (const [message, author, , mentioned = [], before = null, isFinished = false] of news) {
      if (isFinished) this.#considerFinished(room, message, author, mentioned);
      else if (typeof author === "object") this.#considerSeveral(room, message, author);
      else if (message < 0) this.#forgetDeleted(room, [-message]);
      else if (!before) this.#consider(room, message, author, mentioned);
    }
  }

  // A shown room's list has changed; its messages come by no news.
  hearShown(room, { created, edited = [], deleted }) {
    for (const [key, html] of created) {
      const { author, mentions = [], isRunning } = readMessage(html);
      if (isRunning) this.#running.add(key);
      this.#consider(room, Number(key), Number(author), mentions);
    }
    for (const [key, html] of this.#running.size ? edited : []) {
      const { author, mentions = [], isRunning } = readMessage(html);
      if (!isRunning && this.#running.delete(key)) this.#considerFinished(room, Number(key), Number(author), mentions);
    }
    if (deleted.length) this.#forgetDeleted(room, deleted.map(Number));
    const shown = this.#told.get(room)?.at(-1);
    if (edited.some(([key]) => Number(key) === shown)) this.#ask([[shown, room]]);
  }

  // notices: { room, message, title, text } of the messages that were asked for and are to be told.
  show(notices) {
    for (const notice of notices.filter(({ message }) => this.#asked.delete(message))) {
      const room = String(notice.room);
      const told = this.#told.get(room) ?? [];
      const isNew = !told.includes(notice.message);
      if (notice.message < (told.at(-1) ?? 0)) continue;
      this.#told.set(room, isNew ? [...told.slice(-MOST), notice.message] : told);
      this.#page.show(notice, isNew);
    }
  }

  // Somebody has closed the notification of a room, or the page has.
  closed(room) {
    this.#told.delete(String(room));
  }

  #consider(room, message, author, mentioned) {
    if (message <= (this.#newest.get(room) ?? 0)) return;
    this.#newest.set(room, message);
    this.#considerFinished(room, message, author, mentioned);
  }

  // One that was written word by word comes twice: as it is begun, when the server tells nothing of it, and when it is whole.
  #considerFinished(room, message, author, mentioned) {
    const level = this.#page.levelOf(room);
    const isMeant = mentioned.includes(this.#me) || mentioned.includes(EVERYBODY);
    if (author !== this.#me && (level === "everything" || (level === "mentions" && isMeant))) this.#wait(room, message);
  }

  // The last of several messages in a row stands for all.
  #considerSeveral(room, last, said) {
    const others = Object.keys(said).map(Number).filter((author) => author !== this.#me);
    this.#consider(room, last, others[0] ?? this.#me, []);
  }

  #wait(room, message) {
    if (!this.#page.isWanted() || this.#page.isBeingRead(room)) return;
    const isReadElsewhere = Date.now() - (this.#readAt.get(room) ?? 0) < IS_READING;
    this.#waiting.set(message, { room, at: Date.now() + (isReadElsewhere ? LONGER_GRACE : GRACE) });
    this.#timer ??= setTimeout(() => this.#askFor(), GRACE);
  }

  #askFor() {
    this.#timer = null;
    const now = Date.now();
    const due = [...this.#waiting].filter(([, { at }]) => at <= now + 50);
    for (const [message] of due) this.#waiting.delete(message);
    const wanted = due.filter(([, { room }]) => !this.#page.isBeingRead(room)).map(([message, { room }]) => [message, room]);
    if (wanted.length && this.#isTelling) this.#ask(wanted.slice(-MOST));
    if (this.#waiting.size) this.#timer = setTimeout(() => this.#askFor(), GRACE);
  }

  #ask(wanted) {
    for (const [message, room] of wanted) this.#asked.set(message, room);
    this.#page.ask(wanted.map(([message]) => message));
  }

  #forgetDeleted(room, messages) {
    const isGone = (message) => messages.includes(message);
    this.#forget(room, isGone);
    this.#page.withdrawPushed({ isGone });
  }

  // What of a room was told goes; if that was the newest, the one before it is shown again, as it is now.
  #forget(room, isGone) {
    for (const [message, each] of this.#waiting) if (each.room === room && isGone(message)) this.#waiting.delete(message);
    for (const [message, of] of this.#asked) if (of === room && isGone(message)) this.#asked.delete(message);
    const told = this.#told.get(room);
    if (!told?.some(isGone)) return;
    const left = told.filter((message) => !isGone(message));
    if (left.length) {
      this.#told.set(room, left);
      if (isGone(told.at(-1))) this.#ask([[left.at(-1), room]]);
    } else {
      this.#told.delete(room);
      this.#page.withdraw(room);
    }
  }
}
