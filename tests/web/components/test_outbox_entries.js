// What waits is kept in the browser's storage, where other versions and other programs may have written too.
import assert from "node:assert/strict";
import { test } from "node:test";

const storage = {};
Object.defineProperties(storage, {
  getItem: { value: (key) => storage[key] ?? null },
  setItem: {
    value(key, value) {
      if (storage.isFull) throw new Error("full");
      storage[key] = value;
    },
  },
  removeItem: { value: (key) => delete storage[key] },
  isFull: { value: false, writable: true },
});
globalThis.window = { localStorage: storage, addEventListener: () => {} };
const { Outbox } = await import("outbox");
const { OutboxEntries } = await import("outbox_entries");

const PREFIX = "streamchat:outbox:3:";
const VALID = { room: "1", action: "send", key: "", args: { body: "hello" }, at: 1, error: null };

test.beforeEach(() => {
  storage.isFull = false;
  for (const key of Object.keys(storage)) delete storage[key];
});

test("entries come back in the order in which they were added, also if the clock was set back", () => {
  const entries = new OutboxEntries("3");
  for (const [body, at] of [["one", 2000], ["two", 1000], ["three", 1500]]) {
    entries.add({ room: "1", action: "send", args: { body }, at });
  }
  assert.deepEqual(new OutboxEntries("3").all().map(({ args }) => args.body), ["one", "two", "three"]);
});

test("nobody sees another person's", () => {
  new OutboxEntries("3").add({ room: "1", action: "send", args: { body: "mine" } });
  assert.deepEqual(new OutboxEntries("33").all(), []);
});

const BROKEN = ["", "nonsense", "null", "7", "[]", "{}"];
for (const changes of [{ room: 1 }, { action: "promote" }, { key: [] }, { args: null }, { args: ["x"] }, { args: {} }, { at: null }, { error: {} }]) {
  BROKEN.push(JSON.stringify({ ...VALID, ...changes }));
}
for (const value of BROKEN) {
  test(`what is no entry is left alone: ${value}`, () => {
    storage[`${PREFIX}bad`] = value;
    storage[`${PREFIX}good`] = JSON.stringify(VALID);
    assert.deepEqual(new OutboxEntries("3").all().map(({ clientId }) => clientId), ["good"]);
    assert.equal(storage[`${PREFIX}bad`], value);
  });
}

test("where the storage is full, they are in memory and other tabs do not know of them", () => {
  const entries = new OutboxEntries("3");
  storage.isFull = true;
  const { clientId } = entries.add({ room: "1", action: "send", args: { body: "hello" } });
  assert.ok(entries.isPrivate(clientId));
  assert.equal(entries.all().length, 1);
  entries.remove(clientId);
});

test("messages that an earlier version has kept are taken over, in their order", () => {
  storage["streamchat:pending:3:7:second"] = JSON.stringify({ body: "two", at: 2 });
  storage["streamchat:pending:3:7:first"] = JSON.stringify({ body: "one", at: 1 });
  storage["streamchat:pending:3:7:broken"] = "nonsense";
  const entries = new OutboxEntries("3").all();
  assert.deepEqual(entries.map(({ clientId, room, args }) => [clientId, room, args.body]), [
    ["first", "7", "one"],
    ["second", "7", "two"],
  ]);
});

test("an answer that two tabs get, since one has taken over from the other, brings nothing back", () => {
  const [one, other] = [1, 2].map(() => new Outbox({ entries: new OutboxEntries("3"), send() {}, onChange() {} }));
  one.add({ room: "1", action: "edit", key: "7", args: { body: "hello", base: null } });
  const [{ clientId }] = other.entries;
  one.refused(clientId, "Changed in the meantime.", "conflict");
  one.discard(clientId);
  other.refused(clientId, "Changed in the meantime.", "conflict"); // before it has heard of the removal
  assert.deepEqual(other.entries, []);
  assert.deepEqual(Object.keys(storage), []);
});

test("what another tab has dealt with is not sent", () => {
  const sent = [];
  const one = new Outbox({ entries: new OutboxEntries("3"), send() {}, onChange() {} });
  const other = new Outbox({ entries: new OutboxEntries("3"), send: (entry) => sent.push(entry.clientId), onChange() {} });
  one.add({ room: "1", action: "send", args: { body: "hello" } });
  const [{ clientId }] = other.entries;
  one.performed(clientId);
  other.setSending(true);
  other.setConnected(true);
  assert.deepEqual([sent, Object.keys(storage)], [[], []]);
});

test("what was discarded does not come back by a tab that has not heard of it, but by who takes that back", () => {
  const one = new Outbox({ entries: new OutboxEntries("3"), send() {}, onChange() {} });
  one.add({ room: "1", action: "edit", key: "7", args: { body: "hello", base: null } });
  const entry = one.discard(one.entries[0].clientId);
  storage[PREFIX + entry.clientId] = JSON.stringify({ ...entry, error: "Changed in the meantime." }); // by the other tab
  one.retry("another"); // has it look into the storage anew, as when another tab has changed something
  one.changed();
  assert.deepEqual(new OutboxEntries("3").all(), []);
  one.restore(entry);
  one.changed();
  assert.deepEqual(one.entries, [entry]);
});
