// What a list looked like after each operation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { after, stateAt } from "replay";

const base = { keys: ["1", "2"], html: new Map([["1", "one"], ["2", "two"]]) };
const operations = [
  { keys: ["1", "2", "3"], rows: [["3", "three"]] },
  { keys: ["1", "3"], rows: ["2"] },
  { keys: ["1", "3"], edited: [["1", "ONE"]], created: [] },
];

test("each step is the list after one operation more", () => {
  assert.deepEqual(stateAt(base, operations, 0), [["1", "one"], ["2", "two"]]);
  assert.deepEqual(stateAt(base, operations, 1), [["1", "one"], ["2", "two"], ["3", "three"]]);
  assert.deepEqual(stateAt(base, operations, 2), [["1", "one"], ["3", "three"]]);
  assert.deepEqual(stateAt(base, operations, 3), [["1", "ONE"], ["3", "three"]]);
});

test("what is no longer kept is where the replay begins", () => {
  const later = after(base, operations[0]);
  assert.deepEqual(stateAt(later, operations.slice(1), 2), stateAt(base, operations, 3));
});
