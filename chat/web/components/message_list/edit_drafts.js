// Edits that a person has begun in one room and neither saved nor cancelled, in the browser's storage: for each message,
// and for each tab in which it was begun, or for what the server has refused, whichever tab hears of that.
import * as storage from "browser_storage";

export class EditDrafts {
  #prefix;
  #drafts = null; // as read last; null when something has changed

  constructor(userId, roomId) {
    this.#prefix = `streamchat:edit:${userId}:${roomId}:`;
  }

  // As { id, key, text, from, base, isConflict, error }: where it is stored, the message, what has become of its text, the
  // text and the version that were edited, whether somebody else has changed it, which the person was told, and why the
  // server has refused it. Of several of one message, this tab's own one is the first.
  all() {
    this.#drafts ??= this.#read();
    return this.#drafts;
  }

  find(key) {
    return this.all().find((draft) => draft.key === key);
  }

  // What is typed in this tab has this id; what was refused, one by its client id.
  idOf(key, origin = storage.tabId()) {
    return `${this.#prefix}${key}:${origin}`;
  }

  put(id, draft) {
    storage.setObject(id, draft);
    this.#drafts = null;
  }

  remove(id) {
    storage.remove(id);
    this.#drafts = null;
  }

  // What another tab has written since is not this one's to remove.
  removeIfStill(id, text) {
    if (storage.getObject(id)?.text === text) this.remove(id);
  }

  // Calls back when another tab has changed or removed a draft, with its id and message, and with its text, if it was
  // removed.
  onOtherTab(listener) {
    return storage.onOtherTab((id, before) => {
      if (!id?.startsWith(this.#prefix)) return;
      this.#drafts = null;
      listener({ id, key: this.#keyOf(id), removed: storage.get(id) === null ? storage.parseObject(before)?.text : null });
    });
  }

  #read() {
    const ids = storage.keys().filter((id) => id.startsWith(this.#prefix));
    const drafts = ids.map((id) => ({ ...storage.getObject(id), key: this.#keyOf(id), id }));
    const isOther = ({ id, key }) => id !== this.idOf(key);
    return drafts.filter(({ text }) => typeof text === "string" && text).sort((a, b) => isOther(a) - isOther(b));
  }

  #keyOf(id) {
    return id.slice(this.#prefix.length).split(":")[0];
  }
}
