// Edits that a person has begun in one room and neither saved nor cancelled, in the browser's storage.
import * as storage from "browser_storage";

export class EditDrafts {
  #prefix;
  #drafts = null; // as read last; null when something has changed

  constructor(userId, roomId) {
    this.#prefix = `streamchat:edit:${userId}:${roomId}:`;
  }

  // As { key, text, base }: the message, what has become of its text, and what that is based on.
  all() {
    const keys = () => storage.keys().filter((key) => key.startsWith(this.#prefix));
    const read = (key) => ({ ...storage.getObject(key), key: key.slice(this.#prefix.length) });
    this.#drafts ??= keys().map(read).filter(({ text }) => text);
    return this.#drafts;
  }

  put(key, { text, base }) {
    storage.setObject(this.#prefix + key, { text, base });
    this.#drafts = null;
  }

  remove(key) {
    storage.remove(this.#prefix + key);
    this.#drafts = null;
  }

  // Of two tabs that edit one message, each removes only what it has written itself.
  removeOwn(key, text) {
    if (storage.getObject(this.#prefix + key)?.text === text) this.remove(key);
  }

  // Calls back with the message whose draft another tab has removed, saved or cancelled, and what the draft was.
  onRemovedElsewhere(listener) {
    return storage.onOtherTab((stored, before) => {
      if (!stored?.startsWith(this.#prefix)) return;
      this.#drafts = null;
      if (storage.get(stored) !== null) return;
      listener(stored.slice(this.#prefix.length), storage.parseObject(before));
    });
  }
}
