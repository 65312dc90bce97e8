// Sends what a person has done: in each room one entry at a time, so that their order is kept, each under its client id,
// so that one that is sent again is not done twice. An entry leaves the outbox when the server has answered, never before.

const RESEND_AFTER = 20_000; // ms without an answer
const MAX_LENGTH = 20_000; // of a text; what is much longer than a message may be would end the connection

// Half a character, as of an emoji that was cut in two, cannot be sent.
const wellFormed = (args) => (args.body ? { ...args, body: args.body.toWellFormed() } : args);

// A reaction says what is to be, so the last word on it is all that counts.
const isOutdatedBy = ({ action, key, args }, newer) =>
  action === "react" && newer.action === "react" && key === newer.key && args.emoji === newer.args.emoji;

export class Outbox {
  #entries;
  #send;
  #onChange;
  #onAnswer;
  #isComplete;
  #isConnected = false;
  #isSending = false; // whether this tab is the one that sends
  #notLive = new Set(); // rooms that nothing is sent to yet
  #inFlight = new Map(); // room → { clientId, timer }
  #discarded = new Set(); // client ids; another tab that had not heard of it may put one back
  #askers = new Map(); // client id → who hears first what becomes of it, see `add`

  // entries: an OutboxEntries
  // send(entry): to the server, which answers by `performed`, `postponed` or `refused`
  // onChange(): there are other entries, or one has an error
  // onAnswer(entry): one was performed, or refused: then it has an `error`, and a `reason` that tells conflicts
  // isComplete(entry): whether the server has all files that go with it; until then it waits, and later ones do not
  constructor({ entries, send, onChange, onAnswer = () => {}, isComplete = () => true }) {
    this.#entries = entries;
    this.#send = send;
    this.#onChange = onChange;
    this.#onAnswer = onAnswer;
    this.#isComplete = isComplete;
  }

  get entries() {
    return this.#entries.all();
  }

  find(clientId) {
    return this.#entries.find(clientId);
  }

  // ---- what a person does: { room, action, key, args, files }; for an edit, `args.from` is the text that it was made of

  // hear(entry): as `onAnswer`, and called before it; what it returns true for is told nobody else. Without `action` in the
  // entry, another tab has dealt with it
  add({ key = "", args = {}, ...what }, hear = null) {
    const entry = { ...what, key, args };
    const outdated = this.entries.filter((other) => isOutdatedBy(other, entry) && !this.#isInFlight(other));
    for (const { clientId } of outdated) this.#entries.remove(clientId);
    const { clientId } = this.#entries.add({ ...entry, args: wellFormed(this.#basedOnOwn(entry)) });
    if (hear) this.#askers.set(clientId, hear);
    this.changed();
  }

  // Sends a refused entry again. Refused as a conflict, an edit then replaces whatever text there is, and a message answers
  // none: the one that it was to answer is gone.
  retry(clientId) {
    const { reason, ...entry } = this.#entries.find(clientId) ?? {};
    if (!entry.clientId) return;
    const { base, reply_to: answered, ...args } = entry.args;
    const again = reason === "conflict" ? { ...entry, args, quote: null } : entry;
    this.#entries.put({ ...again, error: null });
    this.changed();
  }

  // Whoever discards an entry does not want it, and an answer that comes all the same finds nothing. Returns it, for `restore`.
  discard(clientId) {
    const entry = this.#entries.find(clientId);
    this.#discarded.add(clientId);
    if (entry) this.#remove(entry, entry.args.base);
    return entry;
  }

  // It was not meant to be discarded: it is where it was.
  restore(entry) {
    this.#discarded.delete(entry.clientId);
    this.#entries.put(entry);
    this.changed();
  }

  // A message goes without one of its files; nothing is left of one that was nothing else.
  removeFile(clientId, file) {
    const entry = this.#entries.find(clientId);
    if (!entry?.files) return;
    const files = entry.files.filter((id) => id !== file);
    if (!files.length && !entry.args.body) return this.#remove(entry);
    this.#entries.put({ ...entry, files });
    this.changed();
  }

  // An edit that was made of a text which is itself still on its way is based on whatever the server makes of that.
  #basedOnOwn({ action, key, args: { from, ...args } }) {
    const isBefore = (entry) => entry.action === "edit" && entry.key === key && !entry.error && entry.args.body === from;
    const before = action === "edit" && this.entries.findLast(isBefore);
    return before ? { ...args, base: { after: before.clientId } } : args;
  }

  // `base` is what edits were based on that came after this one.
  #rebase({ clientId }, base) {
    for (const later of this.entries) {
      if (later.args.base?.after === clientId) this.#entries.put({ ...later, args: { ...later.args, base } });
    }
  }

  #remove(entry, base) {
    this.#stopWaitingFor(entry.clientId);
    this.#rebase(entry, base);
    this.#entries.remove(entry.clientId);
    this.changed();
  }

  // ---- what the server answers

  // `result` is what a later edit of the same message is based on.
  performed(clientId, result = null) {
    const entry = this.#entries.find(clientId);
    if (!entry) return;
    const hear = this.#askerOf(clientId);
    this.#remove(entry, result);
    if (!hear?.(entry)) this.#onAnswer(entry);
  }

  // Too fast, or the database is away: it stays and is sent later, so that nobody has to press anything.
  postponed(clientId, seconds) {
    for (const [room, waiting] of this.#inFlight) {
      if (waiting.clientId !== clientId) continue;
      clearTimeout(waiting.timer);
      waiting.timer = setTimeout(() => this.#sendAgain(room), seconds * 1000);
    }
  }

  // A text, or a file, stays until somebody has decided what becomes of it.
  refused(clientId, error, reason = "") {
    const entry = this.#entries.find(clientId);
    if (!entry) return;
    this.#stopWaitingFor(clientId);
    const isReplaced = this.entries.some(({ args }) => args.base?.after === clientId); // by what the person made of it
    this.#rebase(entry, entry.args.base);
    if (isReplaced) return this.discard(clientId);
    const hear = this.#askerOf(clientId);
    if (entry.args.body !== undefined || entry.files?.length) this.#entries.put({ ...entry, error, reason });
    else this.#entries.remove(clientId);
    this.changed();
    const answered = { ...entry, error, reason };
    if (!hear?.(answered)) this.#onAnswer(answered);
  }

  #askerOf(clientId) {
    const hear = this.#askers.get(clientId);
    this.#askers.delete(clientId);
    return hear;
  }

  // ---- when to send

  // Whether there is a connection. Without one, no answer comes any more.
  setConnected(isConnected) {
    this.#isConnected = isConnected;
    if (!isConnected) this.#stopWaiting();
    this.#sendNext();
  }

  // Of the tabs of a browser one sends; the others show the same entries.
  setSending(isSending) {
    this.#isSending = isSending;
    if (!isSending) this.#stopWaiting();
    this.#sendNext();
  }

  // A room that is shown is sent to once its list is live: what was stored before a cut has then been delivered, and is
  // not shown twice.
  setLive(room, isLive) {
    if (isLive) this.#notLive.delete(room);
    else this.#notLive.add(room);
    this.#sendNext();
  }

  // To be called too when another tab has changed the entries.
  changed() {
    for (const { clientId } of this.entries) if (this.#discarded.has(clientId)) this.#entries.remove(clientId);
    for (const { clientId } of this.#inFlight.values()) {
      if (!this.#entries.find(clientId)) this.#stopWaitingFor(clientId);
    }
    for (const clientId of [...this.#askers.keys()]) if (!this.#entries.find(clientId)) this.#askerOf(clientId)({ clientId });
    this.#onChange();
    this.#sendNext();
  }

  #sendNext() {
    if (!this.#isConnected) return;
    for (let next = this.#next(); next; next = this.#next()) {
      const { room, clientId, args } = next;
      if (!this.#entries.find(clientId)) continue; // another tab has dealt with it
      if (args.body?.length > MAX_LENGTH) {
        this.refused(clientId, "This text is too long to be sent.");
        continue;
      }
      const timer = setTimeout(() => this.#sendAgain(room), RESEND_AFTER);
      this.#inFlight.set(room, { clientId, timer });
      if (!next.wasSent) this.#entries.put({ ...next, wasSent: true }); // from now on the server may have it
      this.#send(next);
    }
  }

  #next() {
    const isMine = ({ clientId }) => this.#isSending || this.#entries.isPrivate(clientId);
    const isFree = ({ room }) => !this.#inFlight.has(room) && !this.#notLive.has(room);
    return this.entries.find((entry) => !entry.error && isFree(entry) && isMine(entry) && this.#isComplete(entry));
  }

  #sendAgain(room) {
    this.#inFlight.delete(room);
    this.#sendNext();
  }

  #isInFlight({ room, clientId }) {
    return this.#inFlight.get(room)?.clientId === clientId;
  }

  #stopWaiting() {
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    this.#inFlight.clear();
  }

  #stopWaitingFor(clientId) {
    for (const [room, waiting] of this.#inFlight) {
      if (waiting.clientId !== clientId) continue;
      clearTimeout(waiting.timer);
      this.#inFlight.delete(room);
    }
  }
}
