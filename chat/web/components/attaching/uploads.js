// Uploads files one after the other, at most two at a time: what is above a message box at once, so that it is there when
// the message is sent, and what waits in the outbox.
import { isUploaded } from "file_records";
import { Interrupted, Refused, SignedOut } from "transfer";

const AT_ONCE = 2;
const MOST_TRIES = 5; // on a connection that is there otherwise
const LONGEST_REST = 60; // seconds between two tries
const TURN = 5; // seconds after which is looked again whether another tab still uploads a file

export class Uploads {
  #parts;
  #isConnected = false;
  #isSending = false; // whether this tab is the one that sends
  #running = new Map(); // id → { abort, progress }
  #tries = new Map(); // id → how often it was interrupted
  #resting = new Set(); // ids that are tried again later

  // records, bytes: as of FileRecords and FileBytes
  // isWanted(file): whether it goes with anything still
  // take(id): promises what gives a file back that no other tab may upload meanwhile, or null if one does already
  // check(file): promises why it cannot be uploaded, or ""
  // upload(file, blob, { signal, onProgress }): promises what the server calls it, as { id }
  // onChange(): what is known of a file has changed; onProgress(): more of one is up
  constructor(parts) {
    this.#parts = parts;
  }

  // ---- for those who show it

  // The share of 1 that is up, or null while it is not being uploaded by this tab.
  progress(id) {
    return this.#running.get(id)?.progress ?? null;
  }

  get isBusy() {
    return this.#running.size > 0;
  }

  // ---- when to upload

  setConnected(isConnected) {
    this.#isConnected = isConnected;
    if (isConnected) this.#tries.clear();
    if (isConnected) this.#resting.clear();
    this.#startNext();
  }

  // What is on its way stays so: to begin it anew in another tab would take longer.
  setSending(isSending) {
    this.#isSending = isSending;
    this.#startNext();
  }

  // To be called when there are other files, or what they go with has changed.
  changed() {
    for (const [id, { abort }] of this.#running) {
      const file = this.#parts.records.find(id);
      if (!file || !this.#parts.isWanted(file)) abort.abort();
    }
    this.#startNext();
  }

  // What is up of it, or on its way, is not what is wanted any more.
  again(id) {
    this.#running.get(id)?.abort.abort();
    this.#parts.records.change(id, { serverId: null, error: null });
    this.changed();
  }

  #startNext() {
    while (this.#isConnected && this.#running.size < AT_ONCE) {
      const next = this.#parts.records.all().find((file) => this.#isNext(file));
      if (!next) return;
      this.#running.set(next.id, { abort: new AbortController(), progress: 0 });
      this.#run(next);
    }
  }

  #isNext(file) {
    const { bytes, isWanted } = this.#parts;
    const isHere = bytes.isInMemory(file.id) || (this.#isSending && file.kept);
    return isHere && !file.error && !isUploaded(file) && !this.#running.has(file.id) && !this.#resting.has(file.id) && isWanted(file);
  }

  async #run(file) {
    const { abort } = this.#running.get(file.id);
    const giveBack = await this.#parts.take(file.id);
    if (!giveBack) {
      this.#running.delete(file.id);
      return this.#rest(file.id, TURN);
    }
    try {
      const { id } = await this.#upload(file, abort.signal);
      this.#tries.delete(file.id);
      const isWanted = this.#parts.records.find(file.id)?.keep === file.keep; // else it is uploaded once more
      if (isWanted) this.#parts.records.change(file.id, { serverId: String(id), uploadedAt: Date.now() });
    } catch (error) {
      if (!abort.signal.aborted) this.#failed(file, error);
    }
    giveBack();
    this.#running.delete(file.id);
    this.#parts.onChange();
    return this.#startNext();
  }

  async #upload(file, signal) {
    const refusal = await this.#parts.check(file);
    if (refusal) throw new Refused(`${refusal[0].toUpperCase()}${refusal.slice(1)}.`);
    const blob = await this.#parts.bytes.get(file.id);
    if (!blob) throw new Refused("This browser has lost the file. Please attach it again.");
    await blob.slice(0, 1).arrayBuffer().catch(() => {
      throw new Refused("The file was changed or removed since. Please attach it again.");
    });
    if (signal.aborted) throw new Interrupted();
    const onProgress = (progress) => {
      this.#running.get(file.id).progress = progress;
      this.#parts.onProgress();
    };
    return this.#parts.upload(file, blob, { signal, onProgress });
  }

  #failed({ id }, error) {
    if (error instanceof SignedOut) this.#isConnected = false; // until the next session
    else if (error instanceof Interrupted) this.#interrupted(id, error);
    else this.#refused(id, error instanceof Refused ? error.message : "The file could not be read.");
  }

  // A cut that the page's own connection has noticed, too, costs no try: it goes on once that is back.
  #interrupted(id, { message, after }) {
    const tries = (this.#tries.get(id) ?? 0) + (after ? 0 : 1);
    this.#tries.set(id, tries);
    if (tries >= MOST_TRIES && this.#isConnected) return this.#refused(id, `${message} Please try again.`);
    return this.#rest(id, after ?? Math.min(2 ** tries, LONGEST_REST));
  }

  #rest(id, seconds) {
    this.#resting.add(id);
    const end = () => {
      this.#resting.delete(id);
      this.#startNext();
    };
    setTimeout(end, seconds * 1000);
    this.#startNext();
  }

  #refused(id, error) {
    this.#tries.delete(id);
    this.#parts.records.change(id, { error });
  }
}
