// Edits that a person has begun in one room and neither saved nor cancelled, in the browser's storage: one for each
// message, which all tabs that show the room share.
import * as storage from "browser_storage";

export class EditDrafts {
  #prefix;
  #drafts = null; // as read last; null when something has changed

  constructor(userId, roomId) {
    this.#prefix = `streamchat:edit:${userId}:${roomId}:`;
  }

  // All of them, as { key, text, from, base, isConflict }: the message, what has become of its text, the text and the
  // version that were edited, and whether somebody else has changed it, which the person was told.
  all() {
    this.#drafts ??= this.#read();
    return this.#drafts;
  }

  get(key) {
    return this.all().find((draft) => draft.key === key);
  }

  put(key, draft) {
    storage.setObject(this.#prefix + key, draft);
    this.#drafts = null;
  }

  remove(key) {
    storage.remove(this.#prefix + key);
    this.#drafts = null;
  }

  // What another tab has written since is not this one's to remove.
  removeIfStill(key, text) {
    this.#drafts = null;
    if (this.get(key)?.text === text) this.remove(key);
  }

  // Calls back with the message whose draft another tab has changed or removed, and what its text was before.
  onChangedElsewhere(listener) {
    return storage.onOtherTab((id, before) => {
      if (!id?.startsWith(this.#prefix)) return;
      this.#drafts = null;
      listener(id.slice(this.#prefix.length), storage.parseObject(before)?.text);
    });
  }

  #read() {
    const ids = storage.keys().filter((id) => id.startsWith(this.#prefix));
    const drafts = ids.map((id) => ({ ...storage.getObject(id), key: id.slice(this.#prefix.length) }));
    return drafts.filter(({ text }) => typeof text === "string" && text);
  }
}
