// A draft is a text and, perhaps, what it answers.
import assert from "node:assert/strict";
import { test } from "node:test";

function storageOf() {
  const kept = {};
  return Object.defineProperties(kept, {
    getItem: { value: (key) => kept[key] ?? null },
    setItem: { value: (key, value) => (kept[key] = value) },
    removeItem: { value: (key) => delete kept[key] },
  });
}

globalThis.window = { localStorage: storageOf(), sessionStorage: storageOf(), addEventListener: () => {} };
globalThis.document = new EventTarget();
const { Drafts, roomOfDraft } = await import("drafts");

const QUOTE = { id: "12", author: "2", name: "Ben", text: "lunch?" };

test.beforeEach(() => {
  globalThis.window.localStorage = storageOf();
  globalThis.window.sessionStorage = storageOf();
});

function open(room = "7") {
  const drafts = new Drafts("1", room);
  drafts.open();
  return drafts;
}

test("what is answered belongs to the draft of one room, with or without a text, and stays when the text changes", () => {
  const drafts = open();
  drafts.answer(QUOTE);
  assert.deepEqual([open().text, open().quote, open("8").quote], ["", QUOTE, null]);
  drafts.put("yes");
  assert.deepEqual([open().text, open().quote], ["yes", QUOTE]);
  drafts.answer(null);
  assert.deepEqual([open().text, open().quote], ["yes", null]);
});

test("a draft without a text and an answer is none, and a text alone is stored as it was typed", () => {
  const drafts = open();
  drafts.put("yes");
  assert.deepEqual(Object.values(window.localStorage), ["yes"]);
  assert.equal(roomOfDraft("1", Object.keys(window.localStorage)[0]), "7");
  drafts.answer(QUOTE);
  drafts.put("");
  assert.equal(Object.keys(window.localStorage).length, 1);
  drafts.answer(null);
  assert.deepEqual(Object.keys(window.localStorage), []);
});

test("another draft keeps what it answers when it is discarded and put back; one without a text is not offered", () => {
  open().answer(QUOTE);
  const other = new Drafts("1", "7");
  assert.deepEqual(other.others(), []);
  open().put("yes");
  const [draft] = other.others();
  assert.deepEqual([draft.text, draft.quote], ["yes", QUOTE]);
  other.discard(draft.key);
  assert.deepEqual(other.others(), []);
  other.putBack(draft);
  assert.deepEqual(other.others(), [draft]);
});

test("what something else has written there answers nothing", () => {
  for (const stored of ["\0", "\0{", "\0null", "\0[]", '\0{"quote":7}', '\0{"quote":{"id":7}}', "\0{}"]) {
    window.localStorage.setItem("streamchat:draft:1:7", stored);
    assert.deepEqual([open().text, open().quote], ["", null]);
  }
});
