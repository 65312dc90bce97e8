// The bytes of files that wait: in the browser's database, so that they outlast a reload, or, where that is blocked, full
// or at its bound, in the memory of this page.

const DATABASE = "streamchat-files";
const STORE = "bytes";
const MOST = 500 * 1024 * 1024; // bytes that this program keeps in the database

let opened = null;

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  const request = indexedDB.open(DATABASE, 1); // throws where site data is blocked
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return promised(request);
}

// What is written counts once the transaction is complete: that is when the browser knows whether there was room for it.
async function transact(mode, act) {
  opened ??= open();
  opened.catch(() => (opened = null));
  const transaction = (await opened).transaction(STORE, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const result = promised(act(transaction.objectStore(STORE)));
  result.catch(() => {}); // the transaction tells
  await done;
  return result;
}

export class FileBytes {
  #prefix;
  #memory = new Map(); // id → Blob

  constructor(userId) {
    this.#prefix = `${userId}:`;
  }

  // Keeps a file; returns whether that outlasts the page. `others` are the bytes that are kept already.
  async put(id, blob, others) {
    this.#memory.set(id, blob);
    if (others + blob.size > MOST) return false;
    try {
      // A copy without the name, and without the file on the disk, which may change.
      await transact("readwrite", (store) => store.put(new Blob([blob], { type: blob.type }), this.#prefix + id));
    } catch {
      return false;
    }
    if (!this.#memory.has(id)) await this.remove(id); // it was removed meanwhile
    this.#memory.delete(id);
    return true;
  }

  // Undefined if they are gone.
  async get(id) {
    if (this.#memory.has(id)) return this.#memory.get(id);
    try {
      return await transact("readonly", (store) => store.get(this.#prefix + id));
    } catch {
      return undefined;
    }
  }

  // Whether this page has them in its memory, wherever else they are.
  isInMemory(id) {
    return this.#memory.has(id);
  }

  async remove(id) {
    this.#memory.delete(id);
    try {
      await transact("readwrite", (store) => store.delete(this.#prefix + id));
    } catch {
      // there is none
    }
  }

  // Removes what is of no known file, such as after the browser was ended in between.
  async removeUnknown(isKnown) {
    try {
      const keys = await transact("readonly", (store) => store.getAllKeys());
      const ids = keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
      await Promise.all(ids.filter((id) => !isKnown(id)).map((id) => this.remove(id)));
    } catch {
      // there are none
    }
  }
}
