// Who is typing in a room, from the stream's signals and from what arrives.
import { readMessage } from "message_text";

export const EXPIRY = 5000; // ms after a user's last signal; signals come every three seconds while somebody types

export class TypingUsers {
  // Takes the map to keep them in, which may be a reactive one: id → { name, timer }.
  constructor(users) {
    this.users = users;
    this.newest = 0; // id of the newest message that has come
  }

  get names() {
    return [...this.users.values()].map(({ name }) => name);
  }

  add({ id, name }) {
    clearTimeout(this.users.get(id)?.timer);
    this.users.set(id, { name, timer: setTimeout(() => this.remove(id), EXPIRY) });
  }

  // Whoever has sent a message has stopped typing it. Takes what a `stream:changes` event says was created.
  messagesCreated(rows) {
    const arrived = rows.filter(([key]) => Number(key) > this.newest); // one may come twice
    this.newest = Math.max(this.newest, ...arrived.map(([key]) => Number(key)));
    if (this.users.size) for (const [, html] of arrived) this.remove(Number(readMessage(html).author));
  }

  remove(id) {
    clearTimeout(this.users.get(id)?.timer);
    this.users.delete(id);
  }

  clear() {
    for (const id of [...this.users.keys()]) this.remove(id);
  }
}
