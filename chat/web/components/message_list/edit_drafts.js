// Edits that a person has begun in one room and neither saved nor cancelled, in the browser's storage: for each message,
// and for each tab in which it was begun.
import * as storage from "browser_storage";

export class EditDrafts {
  #prefix;
  #drafts = null; // as read last; null when something has changed

  constructor(userId, roomId) {
    this.#prefix = `streamchat:edit:${userId}:${roomId}:`;
  }

  // One of each message, this tab's own one if there is one, as { key, text, from, base, isConflict, id }: the
  // message, what has become of its text, the text and the version that were edited, whether somebody else has changed
  // it, which the person was told, and where it is stored.
  all() {
    this.#drafts ??= [...new Map(this.#read().map((draft) => [draft.key, draft])).values()];
    return this.#drafts;
  }

  // Keeps what is typed in this tab.
  put(key, draft) {
    storage.setObject(this.#idOf(key), draft);
    this.#drafts = null;
  }

  // What another tab has written since is not this one's to remove.
  removeOwn(key, text, adopted) {
    for (const id of [this.#idOf(key), adopted]) {
      if (id && storage.getObject(id)?.text === text) storage.remove(id);
    }
    this.#drafts = null;
  }

  remove(key) {
    for (const draft of this.#read()) if (draft.key === key) storage.remove(draft.id);
    this.#drafts = null;
  }

  // Calls back with the message whose draft another tab has removed, saved or cancelled, and what the text was.
  onRemovedElsewhere(listener) {
    return storage.onOtherTab((id, before) => {
      if (!id?.startsWith(this.#prefix)) return;
      this.#drafts = null;
      if (storage.get(id) === null) listener(this.#keyOf(id), storage.parseObject(before)?.text);
    });
  }

  #read() {
    const ids = storage.keys().filter((id) => id.startsWith(this.#prefix));
    const drafts = ids.map((id) => ({ ...storage.getObject(id), key: this.#keyOf(id), id }));
    const isOwn = ({ id }) => id.endsWith(`:${storage.tabId()}`);
    return drafts.filter(({ text }) => typeof text === "string" && text).sort((a, b) => isOwn(a) - isOwn(b));
  }

  #idOf(key) {
    return `${this.#prefix}${key}:${storage.tabId()}`;
  }

  #keyOf(id) {
    return id.slice(this.#prefix.length).split(":")[0];
  }
}
