// What a shortcode that is being typed may become.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const kept = new Map();
globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
globalThis.window = { addEventListener() {} };
const context = { measureText: () => ({ width: 1 }), clearRect() {}, fillText() {}, getImageData: () => ({ data: [0, 0, 0, 0] }) };
globalThis.document = { createElement: () => ({ getContext: () => context }), documentElement: {} };
globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
globalThis.fetch = async () => ({ ok: true, json: async () => JSON.parse(readFileSync(new URL("../../../chat/web/assets/emoji.json", import.meta.url))) });

const { EmojiCandidates } = await import("emoji_candidates");

async function open() {
  const candidates = new EmojiCandidates({ address: "emoji.json", onFound() {} });
  assert.deepEqual(candidates.find(":", "tada"), []);
  await candidates.look();
  return candidates;
}

const FIRST = { ta: "🎉", "+1": "👍", "-1": "👎", lol: "😂", 100: "💯", roc: "🚀", hea: "❤️", thumbs_u: "👍", THUMBS: "👍" };

for (const [text, emoji] of Object.entries(FIRST)) {
  test(`":${text}" offers ${emoji} first`, async () => assert.equal((await open()).find(":", text)[0].id, emoji));
}

test("what one has chosen comes before what others send more, but not before what is called so", async () => {
  const candidates = await open();
  candidates.choose("🌮");
  assert.equal(candidates.find(":", "ta")[0].id, "🌮");
  assert.equal(candidates.find(":", "tada")[0].id, "🎉");
});

test("each is listed by the shortcode that is being typed", async () => {
  const candidates = await open();
  assert.deepEqual(candidates.find(":", "roc")[0], { id: "🚀", name: ":rocket:", note: "" });
  assert.deepEqual(candidates.find(":", "ta").find(({ id }) => id === "🎉"), { id: "🎉", name: ":tada:", note: "party popper" });
});

test("a second colon ends what is a shortcode or a name, and nothing else", async () => {
  const candidates = await open();
  assert.deepEqual(candidates.called("tada"), { id: "🎉" });
  assert.deepEqual(candidates.called("party_popper"), { id: "🎉" });
  assert.equal(candidates.called("ta"), null);
});
