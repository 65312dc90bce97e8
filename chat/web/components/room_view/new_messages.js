// What is new in an open room: a line above the first message of it, which stays until one leaves, and how many there are.
import { isAway } from "away";
import { readMessage } from "message_text";

export class NewMessages {
  #me;
  #format;
  #first; // id of the first message that is new; null if there is none
  #row = null; // that has the line
  #newest; // id of the newest message heard of
  #mine = new Set(); // ids of one's own messages since
  #list = null;

  count; // of new messages: those at the opening and those that came since
  since = null; // when the first one was sent

  // me: the viewer's id; news: { first, count, newest } of what is unread when the room is opened, or null
  // format(row): formats a row for this viewer
  constructor(me, news, format) {
    this.#me = me;
    this.#format = format;
    this.#first = news?.first ?? null;
    this.#newest = news?.newest ?? 0;
    this.count = news?.count ?? 0;
  }

  get newest() {
    return this.#newest;
  }

  // To be called with the list whenever some of its rows were formatted: draws the line where it belongs.
  show(list) {
    if (!this.#list) this.#newest ||= Number(list.stream.keyAt("bottom"));
    this.#list = list;
    const row = this.#find();
    if (row === this.#row && (!row || row.hasAttribute("data-new"))) return;
    if (this.#row && this.#row !== row) this.#unmark(this.#row);
    this.#row = row;
    if (!row) return;
    this.since ??= Number(row.dataset.at);
    row.dataset.new = "";
    if (!row.querySelector(":scope > .new-line")) row.prepend(makeLine());
    this.#format(row); // it begins a group now
  }

  #unmark(row) {
    row.querySelector(":scope > .new-line")?.remove();
    delete row.dataset.new;
    if (row.isConnected) this.#format(row);
  }

  // The first message itself or, if it was deleted, the next one of somebody else; null while it is not loaded.
  #find() {
    const list = this.#list;
    if (this.#first === null) return null;
    const exact = document.getElementById(`${list.id}-${this.#first}`);
    if (exact && this.#isTheirs(exact)) return exact;
    const [top, bottom] = [Number(list.stream.keyAt("top")), Number(list.stream.keyAt("bottom"))];
    const isAbove = top > this.#first && !list.hasAttribute("data-start");
    if (isAbove || bottom < this.#first) return null;
    const rows = [...list.querySelectorAll(":scope > [data-key]")];
    const next = rows.find((row) => Number(row.dataset.key) >= this.#first && this.#isTheirs(row)) ?? null;
    this.#first = next && Number(next.dataset.key);
    return next;
  }

  #isTheirs(row) {
    return row.dataset.author !== this.#me;
  }

  // Takes the detail of a `stream:changes` event. Where all was read, the line stands above what comes while one is away.
  apply({ created, deleted, reset }) {
    for (const [key, html] of reset ?? created) {
      const id = Number(key);
      if (id <= this.#newest) continue;
      this.#newest = id;
      if (readMessage(html).author === this.#me) this.#mine.add(id);
      else if (this.#first !== null) this.count += 1;
      else if (isAway()) this.#begin(id, 1, Date.now());
    }
    for (const id of deleted.map(Number)) if (id >= this.#first && !this.#mine.has(id) && this.count > 0) this.count -= 1;
    if (this.#list) this.show(this.#list);
  }

  // The message, and all after it, were marked unread.
  markUnread(key) {
    const after = [...this.#list.querySelectorAll(":scope > [data-key]")].filter((row) => Number(row.dataset.key) >= Number(key));
    this.#begin(Number(key), after.filter((row) => this.#isTheirs(row)).length, null);
    this.show(this.#list);
  }

  #begin(id, count, since) {
    this.#first = id;
    this.count = count;
    this.since = since;
  }
}

function makeLine() {
  const line = document.createElement("span");
  line.className = "new-line";
  line.dataset.keep = "";
  line.textContent = "New";
  return line;
}
