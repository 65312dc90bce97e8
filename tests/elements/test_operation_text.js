// What the inspector writes about an operation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { liveViewText, plain, pythonText } from "operation_text";

const row = (key) => [String(key), `<li>${key}</li>`];
const own = (kind, keys, more = {}) => ({ stream: "people", origin: "own", kind, rows: keys.map(row), ...more });

test("inserts and deletes are written as LiveView prints them", () => {
  assert.equal(plain(liveViewText(own("insert", [7]))), 'inserts: [("people-7", -1, …)], deletes: []');
  assert.equal(plain(liveViewText(own("insert", [7, 8], { at: 3 }))), 'inserts: [("people-7", 3, …), ("people-8", 4, …)], deletes: []');
  assert.equal(plain(liveViewText({ ...own("remove", []), rows: ["7"] })), 'inserts: [], deletes: ["people-7"]');
  assert.equal(plain(liveViewText(own("reset", [1]))), 'inserts: [("people-1", -1, …)], deletes: [], reset: true');
});

test("an operation of the page alone is a call of the stream's method", () => {
  assert.equal(plain(pythonText(own("insert", [7]))), "people.append(‹7›)");
  assert.equal(plain(pythonText(own("insert", [7, 8], { at: 0, limit: 300, defaultLimit: -300 }))), "people.prepend(‹7›, ‹8›, limit=300)");
  assert.equal(plain(pythonText(own("insert", [7], { at: 3, limit: -300, defaultLimit: -300 }))), "people.insert(‹7›, at=3)");
  assert.equal(plain(pythonText(own("update", [7]))), "people.update_item(‹7›)");
  assert.equal(plain(pythonText({ ...own("remove", []), rows: ["7"] })), 'people.remove("7")');
});

test("a place beside a row is named", () => {
  const beside = { at: { before: "3" } };
  assert.equal(plain(pythonText(own("insert", [7], beside))), 'people.insert(‹7›, before="3")');
  assert.equal(plain(liveViewText(own("insert", [7], beside))), 'inserts: [("people-7", before "3", …)], deletes: []');
  assert.equal(plain(pythonText({ ...own("move", []), rows: ["7"], at: 0 })), 'people.move("7", at=0)');
  assert.equal(plain(pythonText({ ...own("seek", []), rows: ["7"] })), 'people.scroll_to("7")');
});

test("a part of a row is updated by its selector", () => {
  const part = { ...own("part", []), rows: undefined, edited: [row(7)], selector: ".count" };
  assert.equal(plain(pythonText(part)), 'people.update_part("7", ".count", …)');
  assert.equal(plain(pythonText(own("reload", []))), "people.reload()");
});

test("a broadcast is one call for all followers", () => {
  const broadcast = { stream: "messages", topic: "room:1", origin: "broadcast", revision: 17 };
  const inserted = pythonText({ ...broadcast, kind: "insert", rows: [row(111)] });
  assert.equal(plain(inserted), 'broadcast("room:1", 17, "insert", [row("111", …)])');
  assert.equal(plain(pythonText({ ...broadcast, kind: "remove", rows: ["111"] })), 'broadcast("room:1", 17, "remove", ["111"])');
  assert.equal(plain(pythonText({ ...broadcast, kind: "heartbeat" })), 'broadcast("room:1", 17)');
});

test("an answer names the question", () => {
  const sync = { stream: "messages", origin: "answered", isSync: true, since: 16, revision: 18 };
  const changes = { created: [row(111)], edited: [], deleted: ["3"] };
  assert.equal(plain(pythonText({ ...sync, kind: "sync", ...changes })), "changes_since(16) → Changes(18, created=[‹111›], deleted=[‹3›])");
  assert.equal(plain(liveViewText({ ...sync, kind: "sync", ...changes })), 'inserts: [("messages-111", -1, …)], deletes: ["messages-3"]');
  const page = { ...own("insert", [60, 61], { at: 0, revision: 17 }), origin: "answered", isPage: true, page: { edge: "top", key: "62" } };
  assert.equal(plain(pythonText(page)), 'on_top("62") → people.prepend(‹60›, ‹61›, revision=17)');
});
