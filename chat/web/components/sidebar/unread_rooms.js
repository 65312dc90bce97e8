// What is unread in each of the viewer's rooms: as the server has counted it, and what is heard since.
import { isAway } from "away";
import { isRoomShown, roomLinks, shownList, shownRooms, tellShownUnread } from "current_room";
import { readMessage } from "message_text";
import { MAX_COUNT, mark, place } from "room_badges";

const EVERYBODY = 0; // as in `messages.items`
const PAUSE = 2000; // ms between two read marks of a room
const BETWEEN_QUESTIONS = 1000; // ms between two questions about one room
const LATER = 15_000; // ms, up to twice as long, until a count that may be too high is asked for

// The newest message of a room that is on the screen. On a phone something else may stand over it.
function lastSeen(room) {
  const list = shownList(room);
  if (!list || list.checkVisibility?.({ visibilityProperty: true }) === false) return "0";
  const end = list.getBoundingClientRect().bottom;
  let row = list.lastElementChild; // from below, where most readers are
  while (row && !(row.dataset.key && row.getBoundingClientRect().top < end - 8)) row = row.previousElementSibling;
  return row?.dataset.key ?? "0";
}

export class UnreadRooms {
  #me;
  #rooms = new Map(); // id → { count, mentions, told, read, newest, revision, news }: told is how far the server knows of
  #send;
  #sendLast;
  #recount;
  #shown;
  #heard = new Map(); // id → message → ids of those it means: messages of others that have come into a shown room
  #marks = new Map(); // id → message, of rooms where more was seen than was sent
  #waits = new Map(); // id → timer, of rooms whose read mark was sent a moment ago
  #sent = new Map(); // id → read mark that the server has not acknowledged
  #later = null; // timer
  #asked = new Map(); // id → whether to ask again, of rooms that the server was asked about a moment ago
  #kept = new Set(); // shown rooms where messages were marked unread; they stay so until one leaves

  // me: the viewer's id; send({ room, message }): what was read, to the server, and sendLast, when the page may be about to
  // go; recount(room): the server is to say it again, of one room or of all; shown(): the links of rooms are up to date
  constructor(me, { send, sendLast = send, recount, shown = () => {} }) {
    this.#me = Number(me);
    this.#send = send;
    this.#sendLast = sendLast;
    this.#shown = shown;
    this.#recount = recount;
  }

  // rows: [id, count, read, newest, revision, mentions, level] of some rooms, or of all.
  take(rows, isAll) {
    const known = this.#rooms;
    if (isAll) this.#rooms = new Map(shownRooms().filter((id) => known.has(id)).map((id) => [id, known.get(id)])); // also of no list
    for (const [id, count, read, newest, revision, mentions = 0] of rows) {
      const key = String(id);
      const before = known.get(key);
      if (before && this.#isOlder(key, read)) {
        this.#rooms.set(key, before);
        continue;
      }
      const { told = 0, news = [] } = before ?? {};
      if (isRoomShown(key) && read < told) this.keepUnread(key); // perhaps in another tab
      this.#heard.delete(key); // the count may lack what will be heard to be deleted
      if (count === 0) this.#kept.delete(key);
      if (this.#marks.get(key) <= read) this.#marks.delete(key);
      const capped = { count: count > MAX_COUNT, mentions: mentions > MAX_COUNT };
      const room = { count, mentions, told: read, read, newest, revision, capped, news: [] };
      this.#rooms.set(key, room);
      for (const each of news) this.#apply(room, each); // heard sooner than this, and perhaps not in it
    }
    this.see();
    this.show();
  }

  // Whether a count is from before the server has taken the read mark that was sent last.
  #isOlder(id, read) {
    if (read >= (this.#sent.get(id) ?? 0)) this.#sent.delete(id);
    return this.#sent.has(id) && !this.#kept.has(id);
  }

  // news: [id, author, revision] of new messages, then the ids of those they mean, if any; of deleted ones the id is
  // negative. Deleted ones that have meant somebody, and edited ones that mean others now, have also the ids from before.
  // New messages in a row come as one, as `put_together` in news.py makes it.
  hear(id, news) {
    const room = this.#rooms.get(id);
    if (!room) return;
    for (const each of news) this.#apply(room, each);
    this.see();
    this.show();
  }

  // Several new messages of which nobody is meant, from a first to a last one; said: how many by author.
  #applySeveral(room, several) {
    const [last, said, revision, first] = several;
    if (revision <= room.revision) return;
    room.news = [...room.news.slice(-MAX_COUNT), several];
    if (Math.max(room.newest, room.read) >= first) return this.#recount(); // some of them are counted already
    room.newest = last;
    for (const [author, count] of Object.entries(said)) if (author !== String(this.#me)) room.count += count;
  }

  // In the shown room a deletion or an edit has no revision: its list gives each once.
  #apply(room, news) {
    if (room.news.some((each) => each[0] === news[0] && each[2] === news[2])) return; // heard already
    if (typeof news[1] === "object") return this.#applySeveral(room, news);
    const [message, author, revision = Number.POSITIVE_INFINITY, now = [], before = null] = news;
    const isNew = message > 0 && !before;
    if (isNew ? message <= room.newest : revision <= room.revision) return;
    if (isNew || Number.isFinite(revision)) room.news = [...room.news.slice(-MAX_COUNT), [message, author, revision, now, before]];
    if (isNew) room.newest = message;
    if (author === this.#me || Math.abs(message) <= room.read) return;
    if (isNew) room.count += 1;
    else if (message < 0) this.#takeAway(room, "count");
    const change = this.#isMe(now) - this.#isMe(before ?? []);
    if (change > 0) room.mentions += 1;
    else if (change < 0) this.#takeAway(room, "mentions");
  }

  #isMe(mentioned) {
    return mentioned.includes(this.#me) || mentioned.includes(EVERYBODY);
  }

  #takeAway(room, what) {
    if (room.capped[what] && room[what] <= MAX_COUNT + 1) this.#recountLater(); // there may be more than were counted
    else room[what] = Math.max(0, room[what] - 1);
  }

  // Not at once: in a big room all pages would ask at the same moment, and again at each deletion.
  #recountLater() {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.#recount();
    }, LATER * (1 + Math.random()));
  }

  // What was read before the page was opened is not known one by one: then only the server can tell what is left.
  #ask(id) {
    if (this.#asked.has(id)) return this.#asked.set(id, true);
    this.#asked.set(id, false);
    this.#recount(id);
    return setTimeout(() => {
      const isAgain = this.#asked.get(id);
      this.#asked.delete(id);
      if (isAgain) this.#ask(id);
    }, BETWEEN_QUESTIONS);
  }

  // A shown room's list has changed: created and edited rows as [key, html], and keys of deleted ones.
  hearShown(id, { created, edited = [], deleted }) {
    const room = this.#rooms.get(id);
    if (!room) return;
    const heard = this.#heard.get(id) ?? new Map();
    this.#heard.set(id, heard);
    const read = ([key, html]) => ({ message: Number(key), ...readMessage(html) });
    const news = [];
    for (const { message, author, mentions } of created.map(read)) {
      if (Number(author) !== this.#me && message > room.newest) heard.set(message, mentions);
      news.push([message, Number(author), undefined, mentions]);
    }
    const isUnknown = (message) => message > room.read && room.count > 0 && !heard.has(message);
    if (deleted.some((key) => isUnknown(Number(key)))) this.#ask(id);
    for (const { message, author, mentions } of edited.filter(([key]) => Number(key) > room.read).map(read)) {
      if (heard.has(message)) news.push([message, Number(author), undefined, mentions, heard.get(message)]);
      else if (isUnknown(message) && (room.mentions > 0 || this.#isMe(mentions))) this.#ask(id);
      if (heard.has(message)) heard.set(message, mentions);
    }
    for (const message of deleted.map(Number)) {
      if (heard.has(message)) news.push([-message, 0, undefined, [], heard.get(message)]);
      heard.delete(message);
    }
    this.hear(id, news);
  }

  // To be called whenever rows may have come into sight; costs nothing where nothing is unread.
  see() {
    if (!isAway()) for (const id of shownRooms()) this.#see(id);
  }

  #see(id) {
    const room = this.#rooms.get(id);
    if (!room?.count || this.#kept.has(id)) return;
    const seen = Number(lastSeen(id));
    if (seen <= room.read) return;
    room.read = seen;
    if (seen >= room.newest) room.count = room.mentions = 0; // otherwise the server counts, and tells all tabs
    this.#marks.set(id, seen);
    this.#sendMark(id);
  }

  // All of a room is read, seen or not.
  markRead(id) {
    const room = this.#rooms.get(id);
    if (!room) return;
    this.#kept.delete(id);
    room.read = room.newest;
    room.count = room.mentions = 0;
    this.#marks.set(id, room.newest);
    this.#sendMark(id);
    this.show();
  }

  // Not too often; what is seen within the pause is sent after it, or once the room is left.
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

  // To be called before the page may go: what was not acknowledged by then is sent once more.
  sendMarks() {
    for (const [room, message] of new Map([...this.#sent, ...this.#marks])) {
      this.#sendLast({ room, message: String(message) });
    }
    this.#marks.clear();
  }

  // A shown room stays unread although its messages are in sight.
  keepUnread(id) {
    this.#kept.add(id);
    this.#marks.delete(id);
    this.#sent.delete(id);
  }

  changeRoom() {
    for (const id of this.#kept) if (!isRoomShown(id)) this.#kept.delete(id);
    for (const id of this.#heard.keys()) if (!isRoomShown(id)) this.#heard.delete(id);
    this.#sendLeft();
    this.see();
    this.show();
  }

  // Whoever comes back at once finds the room read.
  #sendLeft() {
    for (const id of this.#marks.keys()) {
      if (isRoomShown(id)) continue;
      clearTimeout(this.#waits.get(id));
      this.#waits.delete(id);
      this.#sendMark(id);
    }
  }

  show() {
    for (const id of shownRooms()) tellShownUnread(id, this.#rooms.get(id)?.count ?? 0);
    const isRead = (id) => !isAway() && !this.#kept.has(id) && isRoomShown(id);
    for (const link of roomLinks()) {
      const { key, kind } = link.dataset;
      const room = this.#rooms.get(key);
      const { count = 0, mentions = 0 } = (!isRead(key) && room) || {};
      mark(link, count, kind === "direct" ? count : mentions);
      if (kind === "direct" && room?.newest) place(link, room.newest);
    }
    this.#shown();
  }
}
