// Rows of a sorted stream, by their `data-sort` and then their key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "stream_order";

const sorted = (...words) => words.toSorted(compare);

test("words stand in the order of their code points, as Python sorts them", () => {
  assert.deepEqual(sorted("b", "é", "a", "B"), ["B", "a", "b", "é"]);
});

test("emoji stand after all letters, which they would not by UTF-16 units", () => {
  assert.deepEqual(sorted("😀", "ﬀ"), ["ﬀ", "😀"]);
});

test("a word stands before those that begin with it", () => {
  assert.deepEqual(sorted("ab", "", "a"), ["", "a", "ab"]);
});
