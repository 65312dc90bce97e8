// The drafts of one person in one room, in the browser's storage. A tab that opens the room goes on with its own one or,
// if it has none, with the newest, and shares that with the tabs that show it too. What a draft answers, `quote` as of
// quotes.js, belongs to it.
import * as storage from "browser_storage";

// A draft was begun or is no more; on the document.
export const DRAFTS_CHANGED = "drafts:changed";

// The room of which a key of the storage holds somebody's draft, if it does.
export function roomOfDraft(userId, key) {
  const [app, what, user, room] = key.split(":");
  return app === "streamchat" && what === "draft" && user === userId ? room : undefined;
}

const tellChanged = () => document.dispatchEvent(new CustomEvent(DRAFTS_CHANGED));

const QUOTED = "\0"; // begins what is stored of a draft with a quote; no text that is typed begins with it

function parse(stored) {
  if (!stored?.startsWith(QUOTED)) return { text: stored ?? "", quote: null };
  const { text, quote } = storage.parseObject(stored.slice(QUOTED.length)) ?? {};
  return { text: String(text ?? ""), quote: typeof quote?.id === "string" ? quote : null };
}

const format = (text, quote) => (quote ? QUOTED + JSON.stringify({ text, quote }) : text);

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
    return this.#draft.text;
  }

  // What it answers, or null.
  get quote() {
    return this.#draft.quote;
  }

  put(text) {
    this.#put(text, this.quote);
  }

  answer(quote) {
    this.#put(this.text, quote);
  }

  get #draft() {
    return parse(this.#own && storage.get(this.#own));
  }

  #put(text, quote) {
    if (!text && !quote) return this.#remove();
    const isNew = !this.#own;
    if (isNew) {
      this.#own = this.#newKey();
      storage.setOfTab(this.#key, this.#own);
    }
    storage.set(this.#own, format(text, quote));
    if (isNew) tellChanged();
  }

  // Those that are not in this tab's box, as { key, text, quote }; without a text they say nothing yet.
  others() {
    return this.#all().filter(({ key, text }) => key !== this.#own && text);
  }

  discard(key) {
    storage.remove(key);
    tellChanged();
  }

  putBack({ key, text, quote }) {
    storage.set(key, format(text, quote));
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
    return kept.map((key) => ({ key, ...parse(storage.get(key)) })).sort((a, b) => startedAt(a) - startedAt(b));
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
