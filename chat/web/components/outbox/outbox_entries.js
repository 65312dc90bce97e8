// The entries of the outbox, in the browser's storage.
import * as storage from "browser_storage";
import { StoredRecords } from "stored_records";

// An entry is { clientId, room, home, action, key, args, files, about, at, error, wasSent }: what was done
// (pages/rooms/outbox.py knows the actions), in which room (of a thread, `home` is the room that it is in), with which
// message (`about` is how that begins), when; `files` are the ids of those that go with a message (see file_records.js);
// `error` says why the server has refused it, else it is null; `wasSent` is true once the server may have done it.
const ACTIONS = ["send", "edit", "delete", "react", "save", "remind", "pin", "unpin", "unpreview", "describe", "act"];

// Something else may have written to the storage, such as another version of this program.
const isEntry = ({ room, home, action, key, args, files, at, error }) =>
  typeof room === "string" &&
  ["string", "undefined"].includes(typeof home) &&
  ACTIONS.includes(action) &&
  typeof key === "string" &&
  typeof args === "object" &&
  args !== null &&
  !Array.isArray(args) &&
  (typeof args.body === "string" || !["send", "edit"].includes(action)) &&
  (files === undefined || (Array.isArray(files) && files.every((id) => typeof id === "string"))) &&
  Number.isFinite(at) &&
  (error === null || typeof error === "string");

export class OutboxEntries extends StoredRecords {
  constructor(userId) {
    super(`streamchat:outbox:${userId}:`, { idName: "clientId", isRecord: isEntry });
    adoptPendingMessages(userId, this);
  }

  add(entry) {
    return super.add({ key: "", args: {}, error: null, ...entry });
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
