// Which rooms stay in the list while something is typed above it.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { matchMedia: () => ({ matches: false }) };

const { matches } = await import("room_filter");

test("all words are found in any order, whatever their case and accents", () => {
  for (const text of ["plan", "WEEK", "plans week", "", "wéek"]) assert.ok(matches("weekend-plans", text), text);
  for (const text of ["plane", "week sre"]) assert.ok(!matches("weekend-plans", text), text);
  assert.ok(matches("Ärger", "arg"));
});
