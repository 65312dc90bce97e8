// What is known of files that somebody has chosen and that are not sent yet; their bytes are in file_bytes.js.
import * as storage from "browser_storage";
import { StoredRecords } from "stored_records";

const FRESH = 20 * 3600 * 1000; // ms; the server forgets after a day what was uploaded and never sent

// A file is { id, room, entry, name, type, size, width, height, at, kept, tab, serverId, uploadedAt, error }: `id` is the
// client id that it is uploaded under; `entry` the message of the outbox that it goes with, or null while it stands above
// the box; width and height are those of a picture; `kept` says whether the browser has its bytes for all tabs, else only
// `tab` has them, and null that this is not known yet; `serverId` is what the server calls it; `error` says why it could
// not be uploaded, else it is null; `notes` says whether it has what a camera noted, and `keep` whether that is to stay.
const isFile = ({ room, entry, name, type, size, at, error }) =>
  [room, name, type].every((text) => typeof text === "string") &&
  [size, at].every(Number.isFinite) &&
  [entry, error].every((text) => text === null || typeof text === "string");

export class FileRecords extends StoredRecords {
  constructor(userId) {
    super(prefixOf(userId), { idName: "id", isRecord: isFile });
  }

  add(file) {
    return super.add({ entry: null, kept: null, tab: storage.tabId(), serverId: null, uploadedAt: 0, error: null, notes: false, keep: false, ...file });
  }

  // Changes what is known of a file, unless it is gone meanwhile.
  change(id, changes) {
    const file = this.findNow(id);
    if (file) this.put({ ...file, ...changes });
  }

  // Those above a room's message box.
  ofDraft(room) {
    return this.all().filter((file) => file.room === room && file.entry === null);
  }

  // Those of a message in the outbox, in the order in which they go with it.
  ofEntry({ files = [] }) {
    return files.map((id) => this.find(id)).filter(Boolean);
  }
}

const prefixOf = (userId) => `streamchat:file:${userId}:`;

export const isKeyOfFile = (userId, key) => key.startsWith(prefixOf(userId));

// The room that a key of the storage has a file for, above its message box, if it does.
export function roomOfDraftFile(userId, key) {
  if (!isKeyOfFile(userId, key)) return undefined;
  const { room, entry } = storage.getObject(key) ?? {};
  return entry === null ? room : undefined;
}

// Whether the server has it, and will have it for a while.
export const isUploaded = ({ serverId, uploadedAt }, now = Date.now()) => Boolean(serverId) && now - uploadedAt < FRESH;
