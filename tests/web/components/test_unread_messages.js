// Which messages are unread: what has arrived, less what was read or deleted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { UnreadMessages } from "unread_messages";

const NOTHING = { created: [], edited: [], deleted: [], reset: null };

// A room that ends with message 10; Ada looks on, Ben writes.
function open({ newest = "10" } = {}) {
  const read = (html) => {
    const [author, text] = html.split(": ");
    return { author, name: author, text };
  };
  const unread = new UnreadMessages({ me: "Ada", newest, read });
  const bring = (changes, isReading = false) => unread.apply({ ...NOTHING, ...changes }, isReading);
  return { unread, bring, texts: () => [unread.count, unread.newest?.text ?? null] };
}

const said = (...keys) => keys.map((key) => [String(key), `Ben: message ${key}`]);

test("messages of others are counted, one's own from another device are not", () => {
  const { bring, texts } = open();
  assert.equal(bring({ created: said(11) }), true);
  assert.equal(bring({ created: [["12", "Ada: mine"]] }), false);
  assert.deepEqual(texts(), [1, "message 11"]);
});

test("a message that is deleted before it is read does not count any more", () => {
  const { bring, texts } = open();
  bring({ created: said(11, 12) });
  assert.equal(bring({ deleted: ["12"] }), false);
  assert.deepEqual(texts(), [1, "message 11"]);
  bring({ deleted: ["11"] });
  assert.deepEqual(texts(), [0, null]);
});

test("an edited message counts once, with its new words", () => {
  const { bring, texts } = open();
  bring({ created: said(11) });
  assert.equal(bring({ edited: [["11", "Ben: changed"], ["3", "Ben: read long ago"]] }), false);
  assert.deepEqual(texts(), [1, "changed"]);
});

test("what was missed is counted once, however often it comes", () => {
  const { bring, texts } = open();
  bring({ created: said(11) });
  assert.equal(bring({ created: said(11, 12, 13), deleted: [] }), true);
  assert.equal(bring({ created: said(12, 13) }), false);
  assert.deepEqual(texts(), [3, "message 13"]);
});

test("while somebody reads nothing counts, not even later", () => {
  const { bring, texts } = open();
  assert.equal(bring({ created: said(11) }, true), false);
  bring({ created: said(11), edited: said(11) });
  assert.deepEqual(texts(), [0, null]);
});

test("a last page in place of all rows tells what is gone, and what is new", () => {
  const { bring, texts } = open();
  bring({ created: said(11, 20, 21) });
  assert.equal(bring({ reset: [["20", "Ben: changed"], ...said(30)] }), true);
  assert.deepEqual(texts(), [3, "message 30"], "11 is older than that page, 21 was deleted");
  bring({ reset: [] });
  assert.deepEqual(texts(), [0, null]);
});

test("in a room without messages the first one counts", () => {
  const { bring, texts } = open({ newest: "" });
  bring({ created: said(1) });
  assert.deepEqual(texts(), [1, "message 1"]);
});

test("the first rows of a list that comes without any are not new", () => {
  const { bring, texts } = open({ newest: "" });
  assert.equal(bring({ reset: said(1, 2) }), false);
  bring({ created: said(3) });
  assert.deepEqual(texts(), [1, "message 3"]);
});

test("whoever changes their name is called by the new one", () => {
  const { unread, bring } = open();
  bring({ created: said(11) });
  unread.rename("Ben", "Benjamin");
  assert.equal(unread.newest.name, "Benjamin");
});

test("what was read does not count again", () => {
  const { unread, bring, texts } = open();
  bring({ created: said(11) });
  unread.clear();
  bring({ created: said(11), edited: said(11) });
  assert.deepEqual(texts(), [0, null]);
});
