// The messages of others that have arrived in a room and that nobody has looked at, as they are now.

export class UnreadMessages {
  #me;
  #read;
  #newest; // id of the newest message heard of; null: not even the room's first rows are known
  #unread = new Map(); // key → { key, author, name, text }, oldest first

  // me: the viewer's id
  // newest: the key of the last row when the room was opened; "" if there was none
  // read(html): a message as the server has drawn it, { author, name, text }
  constructor({ me, newest, read }) {
    this.#me = me;
    this.#read = read;
    this.#newest = newest ? Number(newest) : null;
  }

  get count() {
    return this.#unread.size;
  }

  // Null if there is none.
  get newest() {
    return [...this.#unread.values()].at(-1) ?? null;
  }

  // Takes the detail of a `stream:changes` event; if somebody is reading the room, what is new is not unread.
  // Returns whether any is.
  apply({ created, edited, deleted, reset }, isReading) {
    for (const key of deleted) this.#unread.delete(key);
    if (reset) this.#forgetMissing(reset);
    const present = reset ?? created;
    for (const row of [...edited, ...present]) if (this.#unread.has(row[0])) this.#put(row);
    const arrived = this.#takeNew(present, { isFirst: reset !== null && this.#newest === null });
    if (!isReading) for (const row of arrived) this.#put(row);
    return arrived.some(([key]) => this.#unread.has(key));
  }

  rename(author, name) {
    for (const message of this.#unread.values()) if (message.author === author) message.name = name;
  }

  clear() {
    this.#unread.clear();
  }

  #put([key, html]) {
    const message = this.#read(html);
    if (message.author !== this.#me) this.#unread.set(key, { key, ...message });
  }

  // The last page lacks what was deleted, and what is older than it.
  #forgetMissing(page) {
    const keys = new Set(page.map(([key]) => key));
    const first = Number(page[0]?.[0] ?? 0);
    for (const key of this.#unread.keys()) if (Number(key) >= first && !keys.has(key)) this.#unread.delete(key);
  }

  #takeNew(rows, { isFirst }) {
    const known = this.#newest ?? 0;
    this.#newest = Math.max(known, ...rows.map(([key]) => Number(key)));
    return isFirst ? [] : rows.filter(([key]) => Number(key) > known);
  }
}
