// Records in the browser's storage, one key each, so that all tabs share them and a reload loses none.
import * as storage from "browser_storage";

export class StoredRecords {
  #prefix;
  #idName;
  #isRecord;
  #records; // as read last, oldest first; null when something has changed

  // isRecord(record): something else may have written to the storage, such as another version of this program
  constructor(prefix, { idName, isRecord }) {
    this.#prefix = prefix;
    this.#idName = idName;
    this.#isRecord = isRecord;
  }

  // Calls back when another tab has changed something.
  onOtherTab(listener) {
    return storage.onOtherTab((key) => {
      if (key && !key.startsWith(this.#prefix)) return;
      this.#records = null;
      listener();
    });
  }

  // All records, oldest first.
  all() {
    this.#records ??= storage
      .keys()
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => ({ ...storage.getObject(key), [this.#idName]: key.slice(this.#prefix.length) }))
      .filter(this.#isRecord)
      .sort((a, b) => a.at - b.at);
    return this.#records;
  }

  // Another tab may have removed it, without this one having heard of it yet.
  find(id) {
    if (storage.get(this.#prefix + id) === null) this.#records = null;
    return this.all().find((record) => record[this.#idName] === id);
  }

  // As it is now, whatever another tab has made of it without this one having heard of it yet; to be changed from there.
  findNow(id) {
    this.#records = null;
    return this.find(id);
  }

  // The time of a record is also its place, which a clock that was set back must not change.
  add({ [this.#idName]: id = storage.randomId(), at = Date.now(), ...record }) {
    const added = { ...record, [this.#idName]: id, at: Math.max(at, (this.all().at(-1)?.at ?? 0) + 1) };
    this.put(added);
    return added;
  }

  put({ [this.#idName]: id, ...record }) {
    storage.setObject(this.#prefix + id, record);
    this.#records = null;
  }

  remove(id) {
    storage.remove(this.#prefix + id);
    this.#records = null;
  }

  // Whether other tabs do not know of it.
  isPrivate(id) {
    return storage.isInMemory(this.#prefix + id);
  }
}
