// The entries of the outbox, one key each in the browser's storage, so that all tabs share them and a reload loses none.
import * as storage from "browser_storage";

// An entry is { clientId, room, home, action, key, args, about, at, error, wasSent }: what was done (pages/rooms/outbox.py knows
// the actions), in which room (of a thread, `home` is the room that it is in), with which message (`about` is how that begins), when; `error` says why the server has
// refused it, else it is null; `wasSent` is true once the server may have done it.
const ACTIONS = ["send", "edit", "delete", "react", "save", "unpreview"];

// Something else may have written to the storage, such as another version of this program.
const isEntry = ({ room, home, action, key, args, at, error }) =>
  typeof room === "string" &&
  ["string", "undefined"].includes(typeof home) &&
  ACTIONS.includes(action) &&
  typeof key === "string" &&
  typeof args === "object" &&
  args !== null &&
  !Array.isArray(args) &&
  (typeof args.body === "string" || !["send", "edit"].includes(action)) &&
  Number.isFinite(at) &&
  (error === null || typeof error === "string");

export class OutboxEntries {
  #prefix;
  #entries; // as read last, oldest first; null when something has changed

  constructor(userId) {
    this.#prefix = `streamchat:outbox:${userId}:`;
    adoptPendingMessages(userId, this);
  }

  // Calls back when another tab has changed something.
  onOtherTab(listener) {
    return storage.onOtherTab((key) => {
      if (key && !key.startsWith(this.#prefix)) return;
      this.#entries = null;
      listener();
    });
  }

  // All entries, oldest first.
  all() {
    this.#entries ??= storage
      .keys()
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => ({ ...storage.getObject(key), clientId: key.slice(this.#prefix.length) }))
      .filter(isEntry)
      .sort((a, b) => a.at - b.at);
    return this.#entries;
  }

  // Another tab may have removed it, without this one having heard of it yet.
  find(clientId) {
    if (storage.get(this.#prefix + clientId) === null) this.#entries = null;
    return this.all().find((entry) => entry.clientId === clientId);
  }

  // The time of an entry is also its place, which a clock that was set back must not change.
  add({ clientId = storage.randomId(), at = Date.now(), ...entry }) {
    const added = { key: "", args: {}, error: null, ...entry, clientId, at: Math.max(at, (this.all().at(-1)?.at ?? 0) + 1) };
    this.put(added);
    return added;
  }

  put({ clientId, ...entry }) {
    storage.setObject(this.#prefix + clientId, entry);
    this.#entries = null;
  }

  remove(clientId) {
    storage.remove(this.#prefix + clientId);
    this.#entries = null;
  }

  // Whether other tabs do not know of it.
  isPrivate(clientId) {
    return storage.isInMemory(this.#prefix + clientId);
  }
}

// Messages that an earlier version has kept, each under a key of its own too.
function adoptPendingMessages(userId, entries) {
  const prefix = `streamchat:pending:${userId}:`;
  const kept = storage.keys().filter((key) => key.startsWith(prefix));
  const messages = kept.map((key) => ({ ...storage.getObject(key), id: key.slice(prefix.length).split(":"), stored: key }));
  for (const { body, at, id, stored } of messages.sort((a, b) => a.at - b.at)) {
    const [room, clientId] = id;
    if (typeof body === "string" && clientId) entries.add({ clientId, room, action: "send", args: { body }, at });
    storage.remove(stored);
  }
}
