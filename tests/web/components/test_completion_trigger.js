// What is completed while somebody types: names and shortcodes, and nothing that merely looks like them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findTrigger } from "completion_trigger";

const found = (before) => {
  const { kind, text, isClosed } = findTrigger(before) ?? {};
  return kind && kind + text + (isClosed ? ":" : "");
};

const COMPLETED = {
  "@": "@",
  "hello @ann l": "@ann l",
  "(#kit": "#kit",
  ":sm": ":sm",
  "well :+1": ":+1",
  ":-1": ":-1",
  ":100": ":100",
  "(:thumbs_u": ":thumbs_u",
  "🎉:ta": ":ta",
  "see `code` :ta": ":ta",
  "`left open\n:ta": ":ta",
  "done :tada:": ":tada:",
};

for (const [before, expected] of Object.entries(COMPLETED)) {
  test(`"${before}" is completed`, () => assert.equal(found(before), expected));
}

const LEFT_ALONE = [
  ...["mail@ann", ":", ":s", ":)", ":-)", ":D", "at 10:30", "10:30:45", "https://example.com:8080", "localhost:8080/:sm", "a:sm"],
  ...["std::vector", "note:smile", ":sm ile", "`:sm", "see `x :sm", "```\n:sm", "```\na\n```\n```\n:sm", "::sm"],
];

for (const before of LEFT_ALONE) {
  test(`"${before}" stays as it is`, () => assert.equal(found(before), undefined));
}

test("a trigger says where its sign and its end stand", () => {
  assert.deepEqual(findTrigger("so :tada:"), { start: 3, end: 9, kind: ":", text: "tada", isClosed: true });
  assert.deepEqual(findTrigger("so @an"), { start: 3, end: 6, kind: "@", text: "an", isClosed: false });
});
