// Watches one stream from outside: puts itself before the methods of its model, and takes itself away again.

const KINDS = { insert: "insert", update: "update", remove: "remove" };

const encoder = new TextEncoder();
const bytesOf = (value) => encoder.encode(JSON.stringify(value)).length;

const waiting = new WeakMap(); // a stream's model → the probe that was stopped while an answer was due

export class Probe {
  id = Symbol("probe"); // another room's list has the same name, and is another stream
  gate = null; // called with each broadcast and how to deliver it, in place of its delivery
  claims = new Set(); // each is asked, by an answer, whether it is its own, which the stream is not to see then
  #stream;
  #report;
  #wrapped = [];
  #since; // what the changes were requested after last; unknown if that was before the panel was opened
  #isComparing = false; // what is asked is not the stream's own question
  #asked = null; // what an operation that is being carried out has asked the server

  // stream: `element.stream` of a stream's element
  // report(entry): an operation has come, and is carried out
  constructor(stream, report) {
    this.#stream = stream;
    this.#report = report;
    this.#succeed(waiting.get(stream.model));
    this.#wrap("apply", (run, ...args) => this.#onApply(run, ...args));
    this.#wrap("completePage", (run, ...args) => this.#onPageComplete(run, ...args));
    this.#wrap("onBroadcast", (run, ...args) => this.#onBroadcast(run, ...args));
    this.#wrap("failPage", (run, ...args) => this.#isClaimed("failPage", ...args) || run(...args));
    this.#wrap("onAnswer", (run, ...args) => this.#onAnswer(run, ...args));
    const { keys } = this;
    this.base = { keys, html: new Map(keys.map((key) => [key, this.sent(key)])) };
  }

  get name() {
    return this.#stream.name;
  }

  get topic() {
    return this.#stream.topic ?? null;
  }

  get element() {
    return this.#stream.$el;
  }

  // The id of NiceGUI's element, by which its events are sent.
  get elementId() {
    return this.#stream.$.vnode.key;
  }

  get isGone() {
    return !this.element?.isConnected;
  }

  get keys() {
    return [...this.element.querySelectorAll(":scope > [data-key]")].map((row) => row.dataset.key);
  }

  get follower() {
    return this.#stream.model.follower;
  }

  get pager() {
    return this.#stream.model.pager;
  }

  // Whether the server can load a page: "first", "top" or "bottom".
  canLoad(edge) {
    return this.#stream.pages.includes(edge);
  }

  // A row as the server sent it.
  sent(key) {
    return this.#stream.sent(key);
  }

  // Asks the server what the stream itself could ask, for a comparison.
  ask(event, args) {
    this.#isComparing = true;
    this.#stream.$emit(event, args);
    this.#isComparing = false;
  }

  // Something was sent to the server.
  onSent(event, args) {
    const entry = { ...args, stream: this.name, kind: event, origin: "asked" };
    if (this.#isComparing) return this.#report({ ...entry, outcome: "for the comparison", isExpected: true });
    if (event === "follow") this.#since = args.since;
    if (event === "jump") this.#since = null;
    return this.#asked ? this.#asked.push(entry) : this.#report(entry);
  }

  // An answer to what was asked here, and not by the stream, must not reach the stream: it is still waited for.
  stop() {
    this.#report = () => {};
    this.gate = null;
    waiting.set(this.#stream.model, this);
    this.#unwrapOnceAnswered();
  }

  // Keeps from the stream what `claim` takes, until it is released.
  claim(claim) {
    this.claims.add(claim);
  }

  release(claim) {
    this.claims.delete(claim);
    if (waiting.get(this.#stream.model) === this) this.#unwrapOnceAnswered();
  }

  #unwrapOnceAnswered() {
    if (this.claims.size) return;
    waiting.delete(this.#stream.model);
    this.#unwrap();
  }

  #unwrap() {
    for (const name of this.#wrapped) delete this.#stream.model[name];
  }

  // Takes the place of a probe that was stopped while it waited for answers.
  #succeed(former) {
    if (!former) return;
    waiting.delete(this.#stream.model);
    former.#unwrap();
    this.claims = former.claims; // both release them
  }

  #wrap(name, handler) {
    const { model } = this.#stream;
    const original = model[name];
    const run = (...args) => original.apply(model, args);
    model[name] = (...args) => handler(run, ...args);
    this.#wrapped.push(name);
  }

  // Carries something out, and tells what it has done.
  #perform(run, describe) {
    const before = this.follower?.revision;
    const asked = [];
    this.#asked = asked;
    const begin = performance.now();
    try {
      run();
    } finally {
      this.#asked = null;
    }
    const ms = performance.now() - begin;
    const keys = this.keys;
    for (const entry of describe({ before, after: this.follower?.revision })) {
      const first = (entry.rows ?? entry.created ?? [])[0];
      const index = first === undefined ? -1 : keys.indexOf(Array.isArray(first) ? first[0] : String(first));
      this.#report({ ...entry, stream: this.name, topic: this.topic, probe: this.id, ms, keys, index: index < 0 ? null : index });
    }
    asked.forEach((entry) => this.#report(entry));
  }

  #isClaimed(...answer) {
    return [...this.claims].some((claim) => claim(...answer));
  }

  #onApply(run, operations, revision = null, page = null) {
    if (this.#isClaimed("apply", operations, page)) return;
    const describe = () =>
      operations
        .filter(([operation]) => operation !== "toEnd")
        .map((operation) => ({
          ...this.#describe(operation),
          origin: page ? "answered" : "own",
          bytes: bytesOf(operation),
          revision,
          page,
          isPage: page !== null,
          defaultLimit: this.#stream.limit ?? null,
        }));
    this.#perform(() => run(operations, revision, page), describe);
  }

  #describe([operation, rows, at, limit, isUpdateOnly]) {
    if (operation === "insert") return { kind: isUpdateOnly ? "update" : "insert", rows, at, limit };
    if (operation === "reset") return { kind: "reset", rows, limit: at ?? null };
    if (operation === "move") return { kind: "move", rows: [rows], at };
    if (operation === "part") return { kind: "part", edited: [[rows, this.sent(rows)]], selector: at };
    return { kind: operation, rows: Array.isArray(rows) ? rows : [rows].filter((key) => key !== undefined) };
  }

  #onPageComplete(run, page, hasMore) {
    if (this.#isClaimed("completePage", page, hasMore)) return;
    const outcome = hasMore === false ? "no more rows on this side" : "";
    this.#perform(() => run(page, hasMore), () => [{ kind: "page", origin: "answered", page, outcome, isExpected: true, isPageEnd: true }]);
  }

  #onBroadcast(run, revision, operation, rows) {
    const deliver = () => this.#deliver(run, revision, operation, rows);
    if (operation && this.gate) this.gate({ revision, operation }, deliver);
    else deliver();
  }

  #deliver(run, revision, operation, rows) {
    const describe = ({ before, after }) => {
      if (!operation && revision <= before) return []; // a heartbeat that says nothing new
      const outcome = !operation || revision > before + 1 ? `gap: ${before} is known` : after < revision || revision <= before ? "known already" : "";
      const bytes = bytesOf(["stream", this.topic, revision, ...(operation ? [operation, rows] : [])]);
      return [{ kind: KINDS[operation] ?? "heartbeat", origin: "broadcast", rows, revision, bytes, outcome }];
    };
    this.#perform(() => run(revision, operation, rows), describe);
  }

  #onAnswer(run, answer) {
    if (this.#isClaimed("onAnswer", answer)) return;
    const since = this.#since;
    this.#perform(() => run(answer), () => {
      const common = { origin: "answered", isSync: true, since };
      if (!answer) return [{ ...common, kind: "sync", outcome: "refused: asks again in five seconds" }];
      const { revision, reset, created, edited, deleted } = answer;
      const bytes = bytesOf(answer);
      if (reset) return [{ ...common, kind: "reset", rows: reset, revision, bytes }];
      return [{ ...common, kind: "sync", created, edited, deleted, revision, bytes }];
    });
  }
}
