// The drafts of one person in one room, in the browser's storage. A tab that opens the room goes on with its own one or,
// if it has none, with the newest, and shares that with the tabs that show it too.
import * as storage from "browser_storage";
import { randomId } from "random_id";

const startedAt = (key) => Number(key.split(":")[4] ?? 0);

export class Drafts {
  #key;
  #own = null; // the key of this tab's draft

  constructor(userId, roomId) {
    this.#key = `streamchat:draft:${userId}:${roomId}`;
  }

  // The key of the draft that this tab shows; null if there is none.
  current() {
    const kept = storage.keys().filter((key) => this.#isOurs(key)).sort((a, b) => startedAt(a) - startedAt(b));
    const own = storage.getOfTab(this.#key);
    const current = kept.includes(own) ? own : (kept.at(-1) ?? null);
    if (current) this.#remember(current);
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
    this.#remember(key);
  }

  // Calls back with the key of a draft that another tab has changed.
  onOtherTab(listener) {
    return storage.onOtherTab((key) => key && this.#isOurs(key) && listener(key));
  }

  #isOurs(key) {
    return key === this.#key || key.startsWith(`${this.#key}:`);
  }

  #remember(key) {
    if (key !== this.#own) storage.setOfTab(this.#key, key);
    this.#own = key;
  }
}
