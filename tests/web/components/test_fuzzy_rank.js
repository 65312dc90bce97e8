// Rooms found by a few letters of their names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rank } from "fuzzy_rank";

const NAMES = ["weekend-plans", "sre-team", "Café Olé", "team-plans", "한국어 방", "東京オフィス"];

const FOUND = {
  "": NAMES,
  plan: ["team-plans", "weekend-plans"],
  team: ["team-plans", "sre-team"],
  eam: ["team-plans", "sre-team"],
  TP: ["team-plans"],
  "#te pl": ["team-plans"],
  wkp: ["weekend-plans"],
  "cafe ole": ["Café Olé"],
  한구: ["한국어 방"], // the second syllable is half typed
  방: ["한국어 방"],
  オフ: ["東京オフィス"],
  pt: [],
  xyz: [],
};

for (const [query, names] of Object.entries(FOUND)) {
  test(`"${query}" finds ${names.length} of ${NAMES.length}`, () => {
    const found = rank(query, NAMES).map((index) => NAMES[index]);
    assert.deepEqual(found, names);
  });
}
