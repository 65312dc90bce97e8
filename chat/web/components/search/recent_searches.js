// What somebody has searched for in this browser, newest first; another account's are not shown.
import * as storage from "browser_storage";

const MOST = 10;

export class RecentSearches {
  #key;

  constructor(userId) {
    this.#key = `streamchat:searches:${userId}`;
  }

  // Something else may have written to the storage, such as another version of this program.
  all() {
    const kept = storage.getObject(this.#key);
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
  }

  add(text) {
    this.#put([text, ...this.#without(text)].slice(0, MOST));
  }

  remove(text) {
    this.#put(this.#without(text));
  }

  clear() {
    storage.remove(this.#key);
  }

  #without(text) {
    return this.all().filter((other) => other !== text);
  }

  #put(texts) {
    if (texts.length) storage.setObject(this.#key, texts);
    else this.clear();
  }
}
