// Who is typing in a room, from the stream's signals and from what arrives.

const EXPIRY = 5000; // ms after a user's last signal; signals come every three seconds while somebody types

export class TypingUsers {
  // Takes the map to keep them in, which may be a reactive one: id → { name, timer }.
  constructor(users) {
    this.users = users;
    this.newest = 0; // id of the newest message when somebody began, or that has come since
  }

  get names() {
    return [...this.users.values()].map(({ name }) => name);
  }

  add({ id, name }, newestMessageId) {
    if (!this.users.size) this.newest = Math.max(this.newest, newestMessageId);
    clearTimeout(this.users.get(id)?.timer);
    this.users.set(id, { name, timer: setTimeout(() => this.remove(id), EXPIRY) });
  }

  // Whoever has sent a message has stopped typing it; an older one may just have been edited.
  messagesArrived(rows) {
    const arrived = rows.filter((row) => Number(row.dataset.key) > this.newest);
    for (const { dataset } of arrived) {
      this.newest = Math.max(this.newest, Number(dataset.key));
      this.remove(Number(dataset.author));
    }
  }

  remove(id) {
    clearTimeout(this.users.get(id)?.timer);
    this.users.delete(id);
  }

  clear() {
    for (const id of [...this.users.keys()]) this.remove(id);
  }
}
