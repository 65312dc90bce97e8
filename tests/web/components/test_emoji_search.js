// What people type into the emoji picker, and what they mean.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { findEmoji, makeEntries } = await import("emoji_search");
const { supported } = await import("emoji_support");

const groups = JSON.parse(readFileSync(new URL("../../../chat/web/assets/emoji.json", import.meta.url)));
const entries = makeEntries(groups.flatMap(({ emoji }) => emoji));

const find = (query, recent = []) => findEmoji(query, entries, recent);

const MEANT = {
  "+1": "👍",
  ":+1:": "👍",
  "-1": "👎",
  "thumbs up": "👍",
  thumbs_up: "👍",
  tada: "🎉",
  party: "🎉",
  lol: "😂",
  100: "💯",
  heart: "❤️",
  HEART: "❤️",
  thanks: "🙏",
  ok: "👌",
  eyes: "👀",
  fire: "🔥",
  rocket: "🚀",
  check: "✅",
  shrug: "🤷",
  unicorn: "🦄",
  "flag wales": "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
};

for (const [query, emoji] of Object.entries(MEANT)) {
  test(`"${query}" finds ${emoji} first`, () => assert.equal(find(query)[0], emoji));
}

test("scattered letters find nothing", () => {
  assert.ok(!find("tada").includes("™️"));
  assert.deepEqual(find("gnngfc"), []);
  assert.deepEqual(find("  "), []);
  assert.deepEqual(find("thumbs nowhere"), []);
});

test("what somebody has chosen comes first among what fits as well, and no sooner", () => {
  assert.equal(find("lol", ["🤣"])[0], "🤣");
  assert.equal(find("tada", ["🤣"])[0], "🎉");
});

test("the beginning of a word is enough, its middle from three letters on", () => {
  assert.ok(find("straw").includes("🍓"));
  assert.ok(find("berry").includes("🍓"));
  assert.ok(!find("rr").includes("🍓"));
});

const pen = (glyphs) => (text) => ({ width: 20, isColoured: false, shape: 0, ...glyphs[text] });

const COLOURED = { isColoured: true, shape: 1 };

test("glyphs that the system lacks are left out", () => {
  const glyphs = { "👍": COLOURED, "🎉": { isColoured: true, shape: 2 }, "🫩": {}, "👩‍🚒": { isColoured: true, shape: 3, width: 40 } };
  assert.deepEqual(supported(["👍", "🎉", "🫩", "👩‍🚒"], pen(glyphs)), ["👍", "🎉"]);
});

test("a font without colours will do, and without any font all are offered", () => {
  assert.deepEqual(supported(["👍", "🎉"], pen({ "👍": { shape: 1 } })), ["👍"]);
  assert.deepEqual(supported(["👍", "🎉"], pen({})), ["👍", "🎉"]);
});

const { isOnlyEmoji } = await import("message_text");

for (const text of ["👍", "❤️", "👩‍🚒👨‍👩‍👧‍👦 🇩🇪", "1️⃣", "☝🏽", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🎉".repeat(10), " 😂\n😂 "]) {
  test(`${JSON.stringify(text)} is shown large`, () => assert.ok(isOnlyEmoji(text)));
}

for (const text of ["", "ok 👍", "100", "#", "™", "🎉".repeat(11), "😂".repeat(5000), "1".repeat(40), "a❤️"]) {
  test(`${JSON.stringify(text.slice(0, 30))} is not`, () => assert.ok(!isOnlyEmoji(text)));
}
