// The drafts of one person in one room, in the browser's storage. A tab that opens the room goes on with its own one or,
// if it has none, with the newest, and shares that with the tabs that show it too.
import * as storage from "browser_storage";
import { randomId } from "random_id";

const startedAt = (key) => Number(key.split(":")[4] ?? 0);

export class Drafts {
  #key;

  constructor(userId, roomId) {
    this.#key = `streamchat:draft:${userId}:${roomId}`;
  }

  // The key of the draft that this tab shows; null if there is none.
  current() {
    const isOurs = (key) => key === this.#key || key.startsWith(`${this.#key}:`);
    const kept = storage.keys().filter(isOurs).sort((a, b) => startedAt(a) - startedAt(b));
    const own = storage.getOfTab(this.#key);
    const current = kept.includes(own) ? own : (kept.at(-1) ?? null);
    if (current) storage.setOfTab(this.#key, current);
    return current;
  }

  newKey() {
    return storage.get(this.#key) === null ? this.#key : `${this.#key}:${Date.now()}:${randomId()}`;
  }

  text(key) {
    return storage.get(key) ?? "";
  }

  put(key, text) {
    if (text) storage.set(key, text);
    else storage.remove(key);
    storage.setOfTab(this.#key, key);
  }

  // Calls back with the key of a draft that another tab has changed.
  onOtherTab(listener) {
    return storage.onOtherTab((key) => key?.startsWith(this.#key) && listener(key));
  }
}
