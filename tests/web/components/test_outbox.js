// What a person has done waits in the outbox: in each room in order, one at a time, until the server has answered.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Outbox } from "outbox";

// Entries as `OutboxEntries` keeps them, without a browser; their ids are their numbers.
class Entries {
  stored = [];
  private = new Set();
  count = 0;

  all() {
    return this.stored;
  }

  find(clientId) {
    return this.stored.find((entry) => entry.clientId === clientId);
  }

  add(entry) {
    this.count += 1;
    const added = { key: "", args: {}, error: null, ...entry, clientId: String(this.count) };
    this.stored.push(added);
    return added;
  }

  put(entry) {
    this.stored = this.stored.filter(({ clientId }) => clientId !== entry.clientId);
    this.stored = [...this.stored, entry].sort((a, b) => a.clientId - b.clientId);
  }

  remove(clientId) {
    this.stored = this.stored.filter((entry) => entry.clientId !== clientId);
  }

  isPrivate(clientId) {
    return this.private.has(clientId);
  }
}

function makeOutbox(options = {}) {
  const entries = new Entries();
  const sent = [];
  const answers = [];
  const outbox = new Outbox({
    entries,
    send: (entry) => sent.push(entry.args.body ?? entry.args.emoji ?? entry.key),
    onChange: () => {},
    onAnswer: (entry) => answers.push([entry.clientId, entry.error]),
    ...options,
  });
  outbox.setSending(true);
  outbox.setConnected(true);
  return { outbox, entries, sent, answers };
}

const say = (outbox, body, room = "1") => outbox.add({ room, action: "send", args: { body } });
const edit = (outbox, key, body, base, from) => outbox.add({ room: "1", action: "edit", key, args: { body, base, from } });
const react = (outbox, key, emoji, on) => outbox.add({ room: "1", action: "react", key, args: { emoji, on } });
const bodies = ({ entries }) => entries.map(({ args }) => args.body);

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("the next one goes out when the one before is answered", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  say(outbox, "two");
  assert.deepEqual(sent, ["one"]);
  outbox.performed("1");
  assert.deepEqual(sent, ["one", "two"]);
  assert.deepEqual(bodies(outbox), ["two"]);
});

test("who has asked hears the answer first, and alone if they show it", () => {
  const { outbox, entries, answers } = makeOutbox();
  const heard = [];
  const press = (isShown) => outbox.add({ room: "1", action: "act", key: "7" }, ({ error }) => isShown === heard.push(error ?? "done"));
  press(1);
  outbox.refused("1", "There is nobody of this name.");
  press(0);
  outbox.refused("2", "It is gone.");
  press(3);
  outbox.performed("3");
  press(4);
  entries.remove("4"); // by another tab
  outbox.changed();
  outbox.changed();
  assert.deepEqual(heard, ["There is nobody of this name.", "It is gone.", "done", "done"]);
  assert.deepEqual(answers, [["2", "It is gone."]]);
});

test("rooms do not wait for each other", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  say(outbox, "elsewhere", "2");
  assert.deepEqual(sent, ["one", "elsewhere"]);
});

test("without a connection nothing is sent, and afterwards all of it, in order", () => {
  const { outbox, sent } = makeOutbox();
  outbox.setConnected(false);
  say(outbox, "one");
  say(outbox, "two");
  say(outbox, "elsewhere", "2");
  assert.deepEqual(sent, []);
  outbox.setConnected(true);
  assert.deepEqual(sent, ["one", "elsewhere"]);
  outbox.performed("1");
  assert.deepEqual(sent, ["one", "elsewhere", "two"]);
});

test("after a cut the unanswered one is sent again", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  outbox.setConnected(false);
  outbox.setConnected(true);
  assert.deepEqual(sent, ["one", "one"]);
});

test("one without an answer is sent again, and never counts as refused", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  for (const _ of "three") mock.timers.tick(20_000);
  assert.deepEqual(sent, ["one", "one", "one", "one", "one", "one"]);
  assert.equal(outbox.entries[0].error, null);
});

test("a refused text stays with its reason until it is sent again or discarded, and lets others pass", () => {
  const { outbox, sent, answers } = makeOutbox();
  say(outbox, "one");
  say(outbox, "two");
  outbox.refused("1", "Too long.");
  assert.deepEqual(answers, [["1", "Too long."]]);
  assert.deepEqual(sent, ["one", "two"]);
  outbox.performed("2");
  outbox.retry("1");
  assert.deepEqual(sent, ["one", "two", "one"]);
  outbox.refused("1", "Too long.");
  outbox.discard("1");
  assert.deepEqual(outbox.entries, []);
});

test("what has no text is not kept when it is refused", () => {
  const { outbox, answers } = makeOutbox();
  outbox.add({ room: "1", action: "delete", key: "7" });
  outbox.refused("1", "No.");
  assert.deepEqual([outbox.entries, answers], [[], [["1", "No."]]]);
});

test("a postponed one goes out by itself, before those after it", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  say(outbox, "two");
  outbox.postponed("1", 3);
  mock.timers.tick(2999);
  assert.deepEqual(sent, ["one"]);
  mock.timers.tick(1);
  assert.deepEqual(sent, ["one", "one"]);
});

test("an edit is based on the one that it was made of, once that is done", () => {
  const { outbox } = makeOutbox();
  edit(outbox, "7", "first", null, "original");
  edit(outbox, "7", "second", null, "first");
  outbox.performed("1", 1234);
  assert.equal(outbox.entries[0].args.base, 1234);
});

test("an edit takes the place of the one that it was made of, where that is refused", () => {
  const { outbox, answers } = makeOutbox();
  edit(outbox, "7", "first", 99, "original");
  edit(outbox, "7", "second", 99, "first");
  outbox.refused("1", "Changed meanwhile.", "conflict");
  assert.deepEqual(outbox.entries.map(({ args }) => args), [{ body: "second", base: 99 }]);
  assert.deepEqual(answers, []);
});

test("an edit that was made of another text than the one that waits keeps its base, and will be a conflict", () => {
  const { outbox } = makeOutbox();
  edit(outbox, "7", "by this window", null, "original");
  edit(outbox, "7", "by the other window", null, "original");
  outbox.performed("1", 1234);
  assert.equal(outbox.entries[0].args.base, null);
});

test("a conflict that is sent again replaces whatever is there", () => {
  const { outbox } = makeOutbox();
  edit(outbox, "7", "mine", 99, "original");
  outbox.refused("1", "Changed.", "conflict");
  outbox.retry("1");
  assert.ok(!("base" in outbox.entries[0].args));
});

test("an answer to what is gone is kept with its quote, and answers nothing when it is sent again", () => {
  const { outbox } = makeOutbox();
  outbox.add({ room: "7", action: "send", args: { body: "yes", reply_to: "12" }, quote: { id: "12", name: "Ben", text: "lunch?" } });
  outbox.refused("1", "It has been deleted.", "conflict");
  assert.equal(outbox.entries[0].quote.text, "lunch?");
  outbox.retry("1");
  assert.deepEqual([outbox.entries[0].args, outbox.entries[0].quote], [{ body: "yes" }, null]);
});

test("an entry says whether the server may have it", () => {
  const { outbox } = makeOutbox();
  outbox.setConnected(false);
  say(outbox, "one");
  say(outbox, "two");
  assert.ok(outbox.entries.every(({ wasSent }) => !wasSent));
  outbox.setConnected(true);
  assert.deepEqual(outbox.entries.map(({ wasSent }) => wasSent), [true, undefined]);
});

test("half a character is sent as what the server can store", () => {
  const { outbox } = makeOutbox();
  say(outbox, "cut \ud83d");
  assert.deepEqual(bodies(outbox), ["cut \ufffd"]);
});

test("a text that would end the connection is refused here, and the others go on", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "x".repeat(200_000));
  say(outbox, "hello");
  assert.match(outbox.entries[0].error, /too long/);
  assert.deepEqual(sent, ["hello"]);
});

test("of reactions with one emoji the last one that waits is sent", () => {
  const { outbox, sent } = makeOutbox();
  outbox.setConnected(false);
  for (const on of ["true", "false", "true"]) react(outbox, "7", "👀", on);
  react(outbox, "7", "🎉", "true");
  react(outbox, "8", "👀", "true");
  assert.deepEqual(outbox.entries.map(({ clientId }) => clientId), ["3", "4", "5"]);
  outbox.setConnected(true);
  assert.deepEqual(sent, ["👀"]);
});

test("a room that is shown is not sent to before its list is live", () => {
  const { outbox, sent } = makeOutbox();
  outbox.setLive("1", false);
  say(outbox, "one");
  say(outbox, "elsewhere", "2");
  assert.deepEqual(sent, ["elsewhere"]);
  outbox.setLive("1", true);
  assert.deepEqual(sent, ["elsewhere", "one"]);
});

test("a tab that is not the one that sends sends only what the others do not know", () => {
  const { outbox, entries, sent } = makeOutbox();
  outbox.setSending(false);
  entries.private.add("2");
  say(outbox, "for all tabs");
  say(outbox, "in memory", "2");
  assert.deepEqual(sent, ["in memory"]);
});

test("what another tab has sent meanwhile is not waited for", () => {
  const { outbox, entries, sent } = makeOutbox();
  say(outbox, "one");
  say(outbox, "two");
  entries.remove("1");
  outbox.changed();
  assert.deepEqual(sent, ["one", "two"]);
});

test("an answer to what is not there any more does nothing", () => {
  const { outbox, answers } = makeOutbox();
  outbox.performed("nothing");
  outbox.refused("nothing", "No.");
  outbox.postponed("nothing", 1);
  outbox.retry("nothing");
  outbox.discard("nothing");
  assert.deepEqual(answers, []);
});

test("what was discarded can be put back where it was, refused as it was or to be sent", () => {
  const { outbox, sent } = makeOutbox();
  say(outbox, "one");
  say(outbox, "two");
  say(outbox, "three");
  outbox.refused("1", "No.");
  const [first, third] = ["1", "3"].map((clientId) => outbox.discard(clientId));
  assert.deepEqual(bodies(outbox), ["two"]);
  for (const entry of [first, third]) outbox.restore(entry);
  assert.deepEqual(bodies(outbox), ["one", "two", "three"]);
  assert.equal(outbox.entries[0].error, "No.");
  outbox.performed("2");
  assert.deepEqual(sent, ["one", "two", "three"]);
});

// ---- messages with files

function withFiles() {
  const complete = new Set();
  const made = makeOutbox({ isComplete: ({ files = [] }) => files.every((id) => complete.has(id)) });
  return { ...made, complete };
}

const sayWith = (outbox, body, ...files) => outbox.add({ room: "1", action: "send", args: { body }, files });

test("a message waits for its files, and later ones do not wait for it", () => {
  const { outbox, sent, complete } = withFiles();
  sayWith(outbox, "pictures", "a", "b");
  say(outbox, "text");
  assert.deepEqual(sent, ["text"]);
  outbox.performed("2");
  complete.add("a");
  outbox.changed();
  assert.deepEqual(sent, ["text"]);
  complete.add("b");
  outbox.changed();
  assert.deepEqual(sent, ["text", "pictures"]);
});

test("a message of files alone stays when it is refused, and can be sent again", () => {
  const { outbox, sent, complete } = withFiles();
  complete.add("a");
  sayWith(outbox, "", "a");
  outbox.refused("1", "no");
  assert.equal(outbox.entries[0].error, "no");
  outbox.retry("1");
  assert.equal(sent.length, 2);
});

test("a message goes without a file that was removed from it, and not at all if it was nothing else", () => {
  const { outbox, sent, complete } = withFiles();
  complete.add("a");
  sayWith(outbox, "text", "a", "b");
  sayWith(outbox, "", "c");
  outbox.removeFile("1", "b");
  outbox.removeFile("2", "c");
  assert.deepEqual(sent, ["text"]);
  assert.deepEqual(outbox.entries.map(({ files }) => files), [["a"]]);
});
