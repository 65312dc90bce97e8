// What is changed of a text where one gives it another: no more than differs, and no letter is cut into halves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { commonEnds } from "text_box";

const changed = (one, other) => {
  const { head, tail } = commonEnds(one, other);
  return [one.slice(head, one.length - tail), other.slice(head, other.length - tail)];
};

test("only what differs is changed", () => {
  assert.deepEqual(changed("a word here", "a **word** here"), ["word", "**word**"]);
  assert.deepEqual(changed("", "****"), ["", "****"]);
  assert.deepEqual(changed("aaa", "aa"), ["a", ""]);
  assert.deepEqual(changed("same", "same"), ["", ""]);
});

test("no letter is cut into halves", () => {
  assert.deepEqual(changed("x😀y", "x😁y"), ["😀", "😁"]);
  assert.deepEqual(changed("x\u{1F600}y", "x\u{1FA00}y"), ["\u{1F600}", "\u{1FA00}"]);
  assert.deepEqual(changed("😀", "😀😀"), ["", "😀"]);
});
