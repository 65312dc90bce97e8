// The files of this page's person that are not sent yet, in all rooms: chosen, kept, uploaded, and forgotten once sent.
import { allowance, forgetAllowance } from "allowance";
import * as storage from "browser_storage";
import { hasCameraNotes } from "camera_notes";
import { FileBytes } from "file_bytes";
import { FileRecords, isUploaded } from "file_records";
import { cleanName, MOST_FILES, refusalOf } from "file_words";
import { dropPreviews, makePreview, previewOf } from "previews";
import { upload } from "transfer";
import { Uploads } from "uploads";

const GRACE = 12_000; // ms after which what belongs to no message any more is removed: somebody may take discarding back

const MONTH = 30 * 24 * 3600 * 1000; // ms

const listeners = new Set();
let files = null;

const notify = (event) => {
  for (const listener of [...listeners]) listener[event]?.();
};

// The files of the person whose page this is.
export function pageFiles(userId) {
  files ??= new PageFiles(userId);
  return files;
}

// Calls `changed()` when there are other files or something about one is different, and `progressed()` when more of one
// is up; returns what ends that.
export function listenToFiles(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A lock by name, as a function that gives it back, or null if another tab has it. Without https there are none: then
// tabs may upload a file twice, of which the server keeps one.
function take(name) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    const hold = (lock) => (lock ? new Promise((release) => resolve(release)) : resolve(null));
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(() => {}));
  });
}

class PageFiles {
  #records;
  #bytes;
  #isEntry = () => true; // whether a message is in the outbox
  #kept = new Set(); // ids of those that this page has put into the browser's database
  #looked = new Set(); // ids of those whose preview was tried to be made
  uploads;

  constructor(userId) {
    this.#records = new FileRecords(userId);
    this.#bytes = new FileBytes(userId);
    this.uploads = new Uploads({
      records: this.#records,
      bytes: this.#bytes,
      isWanted: ({ entry }) => entry === null || this.#isEntry(entry),
      take: (id) => take(`streamchat:upload:${id}`),
      check: async (file) => refusalOf(file, await allowance()),
      upload: (...args) => upload(...args).finally(forgetAllowance),
      onChange: () => this.#changed(),
      onProgress: () => notify("progressed"),
    });
    this.#records.onOtherTab(() => {
      this.#insist();
      this.#changed();
    });
    this.#noteLost();
    window.Quasar.LoadingBar.setDefaults({ hijackFilter: () => false }); // each has a bar of its own
    setTimeout(() => this.sweep(), GRACE);
  }

  // What this tab had in its memory before it was loaded anew.
  #noteLost() {
    const isLost = (file) => !file.kept && file.tab === storage.tabId() && !isUploaded(file);
    for (const { id } of this.#records.all().filter(isLost)) {
      this.#records.change(id, { error: "This browser could not keep it. Please attach it again." });
    }
  }

  // Two tabs may have changed a record at the same moment: that its bytes are kept must not be forgotten.
  #insist() {
    for (const { id } of this.#records.all().filter((file) => !file.kept && this.#kept.has(file.id))) {
      this.#records.change(id, { kept: true });
    }
  }

  // isEntry(clientId): whether a message is in the outbox
  set isEntry(isEntry) {
    this.#isEntry = isEntry;
  }

  #changed() {
    dropPreviews((id) => this.#records.find(id));
    this.uploads.changed();
    notify("changed");
  }

  // ---- what there is, as it is shown: with `preview`, `progress` and `isUp` besides

  ofDraft(room) {
    return this.#records.ofDraft(room).map(this.#asShown);
  }

  ofEntry(entry) {
    return this.#records.ofEntry(entry).map(this.#asShown);
  }

  #asShown = (file) => {
    const preview = previewOf(file.id);
    if (!preview && file.width && !this.#looked.has(file.id)) this.#look(file); // after a reload
    return { ...file, preview, progress: this.uploads.progress(file.id), isUp: isUploaded(file) };
  };

  // What the browser would lose with this page.
  get isLosing() {
    return this.uploads.isBusy || this.#records.all().some(({ id }) => this.#bytes.isInMemory(id) || this.#records.isPrivate(id));
  }

  // ---- above a message box

  // Attaches files to what is being written in a room; promises those that were not, as { name, why }.
  async attach(room, chosen) {
    const allowed = await allowance();
    const refusals = [];
    for (const file of chosen) {
      const name = cleanName(file.name);
      const why = this.#refusal(room, file, allowed);
      if (why) refusals.push({ name, why });
      else this.#add({ room, name, type: file.type, size: file.size }, file);
    }
    this.#changed();
    return refusals;
  }

  #refusal(room, file, allowed) {
    if (this.#records.ofDraft(room).length >= MOST_FILES) return `a message takes ${MOST_FILES} files`;
    const waiting = this.#records.all().filter((each) => !isUploaded(each) && !each.error);
    return refusalOf(file, allowed, waiting.reduce((sum, { size }) => sum + size, 0));
  }

  async #add(what, blob) {
    const kept = this.#records.all().reduce((sum, { size }) => sum + size, 0);
    const file = this.#records.add({ ...what, keep: this.keepsNotes(what.room) });
    this.#lookForNotes(file.id, blob);
    const keeping = this.#bytes.put(file.id, blob, kept);
    this.#look(file, blob);
    const isKept = await keeping;
    if (isKept) this.#kept.add(file.id);
    this.#records.change(file.id, { kept: isKept });
    this.#changed();
  }

  async #lookForNotes(id, blob) {
    if (!(await hasCameraNotes(blob))) return;
    this.#records.change(id, { notes: true });
    this.#changed();
  }

  // Whether the pictures above a room's message box keep what their cameras have noted.
  keepsNotes(room) {
    return this.#records.ofDraft(room).some(({ keep }) => keep);
  }

  keepNotes(room, keep) {
    for (const { id } of this.#records.ofDraft(room).filter((file) => file.keep !== keep)) {
      this.#records.change(id, { keep });
      this.uploads.again(id);
    }
    this.#changed();
  }

  async #look(file, blob) {
    this.#looked.add(file.id);
    const preview = await makePreview(file, () => blob ?? this.#bytes.get(file.id));
    const known = this.#records.find(file.id);
    if (!preview || !known) return;
    if (known.width !== preview.width) this.#records.change(file.id, { width: preview.width, height: preview.height });
    notify("progressed");
  }

  // ---- what becomes of them

  // They go with a message of the outbox from now on.
  claim(ids, entry) {
    for (const id of ids) this.#records.change(id, { entry });
    this.#changed();
  }

  // Uploads again what has failed; with `anew`, also what the server should have, and does not take with a message.
  retry(ids, { anew = false } = {}) {
    for (const id of ids) {
      const { error } = this.#records.find(id) ?? {};
      if (error || anew) this.#records.change(id, { error: null, ...(anew && { serverId: null }) });
    }
    this.#changed();
  }

  // Nobody wants it any more: neither here nor on the server.
  drop(id) {
    const { serverId } = this.#records.find(id) ?? {};
    this.forget([id]);
    if (serverId) fetch(`/files/${serverId}`, { method: "DELETE" }).catch(() => {}); // else it goes there after a day
  }

  // They were sent.
  forget(ids) {
    for (const id of ids) {
      this.#records.remove(id);
      this.#bytes.remove(id);
    }
    this.#changed();
  }

  // Drops what goes with a message that is there no more or was forgotten above a box, and bytes that nobody knows of.
  sweep() {
    const isGone = ({ entry, at }) => (entry === null ? at < Date.now() - MONTH : !this.#isEntry(entry));
    const gone = this.#records.all().filter(isGone);
    for (const { id } of gone) this.drop(id);
    this.#bytes.removeUnknown((id) => this.#records.find(id));
  }

  sweepSoon() {
    setTimeout(() => this.sweep(), GRACE);
  }

  // ---- for the outbox

  // Whether the server has all files of a message.
  isComplete(entry) {
    const found = this.#records.ofEntry(entry);
    return found.length === entry.files.length && found.every((file) => isUploaded(file));
  }

  // Which of a message's files will not come by themselves, and why, or "".
  failureOf(entry) {
    const found = this.#records.ofEntry(entry);
    if (found.length < entry.files.length) return "This browser has lost a file of it. Retry sends it without.";
    const failed = found.filter(({ error }) => error);
    return failed.map(({ name, error }) => `“${name}” was not uploaded. ${error}`).join(" ");
  }

  has(id) {
    return Boolean(this.#records.find(id));
  }

  // What the server calls a message's files.
  serverIds(entry) {
    return this.#records.ofEntry(entry).map(({ serverId }) => serverId).join(" ");
  }
}

