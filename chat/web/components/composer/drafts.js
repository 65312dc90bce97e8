// The drafts of one person in one room, in the browser's storage. A tab that opens the room goes on with its own one or,
// if it has none, with the newest, and shares that with the tabs that show it too.
import * as storage from "browser_storage";

// A draft was begun or is no more; on the document.
export const DRAFTS_CHANGED = "drafts:changed";

// The room of which a key of the storage holds somebody's draft, if it does.
export function roomOfDraft(userId, key) {
  const [app, what, user, room] = key.split(":");
  return app === "streamchat" && what === "draft" && user === userId ? room : undefined;
}

const tellChanged = () => document.dispatchEvent(new CustomEvent(DRAFTS_CHANGED));

const startedAt = ({ key }) => Number(key.split(":")[4] ?? 0);

export class Drafts {
  #key;
  #own = null; // the key of the draft in this tab's box; null while that is empty, or there is none

  constructor(userId, roomId) {
    this.#key = `streamchat:draft:${userId}:${roomId}`;
  }

  // Returns what this tab's box goes on with.
  open() {
    const kept = this.#all();
    const remembered = storage.getOfTab(this.#key);
    this.#own = (kept.find(({ key }) => key === remembered) ?? kept.at(-1))?.key ?? null;
    if (this.#own) storage.setOfTab(this.#key, this.#own);
    return this.text;
  }

  // This tab has a box no longer.
  close() {
    this.#own = null;
  }

  get text() {
    return (this.#own && storage.get(this.#own)) ?? "";
  }

  put(text) {
    if (!text) return this.#remove();
    const isNew = !this.#own;
    if (isNew) {
      this.#own = this.#newKey();
      storage.setOfTab(this.#key, this.#own);
    }
    storage.set(this.#own, text);
    if (isNew) tellChanged();
  }

  // Those that are not in this tab's box, as { key, text }.
  others() {
    return this.#all().filter(({ key }) => key !== this.#own);
  }

  discard(key) {
    storage.remove(key);
    tellChanged();
  }

  putBack({ key, text }) {
    storage.set(key, text);
    tellChanged();
  }

  // Calls back when another tab has changed a draft, which may be this tab's too.
  onOtherTab(listener) {
    return storage.onOtherTab((key) => {
      if (!key || !this.#isOurs(key)) return;
      if (key === this.#own && storage.get(key) === null) this.#own = null;
      listener();
    });
  }

  #all() {
    const kept = storage.keys().filter((key) => this.#isOurs(key));
    return kept.map((key) => ({ key, text: storage.get(key) })).sort((a, b) => startedAt(a) - startedAt(b));
  }

  #newKey() {
    return storage.get(this.#key) === null ? this.#key : `${this.#key}:${Date.now()}:${storage.randomId()}`;
  }

  #remove() {
    if (!this.#own) return;
    storage.remove(this.#own);
    this.#own = null;
    tellChanged();
  }

  #isOurs(key) {
    return key === this.#key || key.startsWith(`${this.#key}:`);
  }
}
