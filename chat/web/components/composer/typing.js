// Who is typing: what others are told of this browser, and what it hears of them.
import { readMessage } from "message_text";
import { isConnected } from "socket";

const INTERVAL = 3000; // ms from one notification to the next
const EXPIRY = 5000; // ms after somebody's last notification

// Notifies the server that somebody is typing here, at intervals, and once when they have emptied the box. It tells
// nobody if they hide their presence.
export class TypingNotifier {
  // Takes `notify(isTyping)`.
  constructor(notify) {
    this.notify = notify;
    this.sent();
  }

  // To be called when somebody, and not a script, has changed the text.
  typed(text) {
    if (!text.trim()) return this.emptied();
    const now = performance.now();
    if (now - this.lastTime < INTERVAL || !isConnected()) return;
    this.lastTime = now;
    this.notify(true);
  }

  // No message follows that would end the indicator.
  emptied() {
    const isShown = performance.now() - this.lastTime < EXPIRY;
    this.sent();
    if (isShown && isConnected()) this.notify(false);
  }

  // A message ends the indicator on the others' pages; the next one is to be notified from its first letter on.
  sent() {
    this.lastTime = -Infinity;
  }
}

// Who is typing in a room, from the stream's signals and from what arrives.
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
