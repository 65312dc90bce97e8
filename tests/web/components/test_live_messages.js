// What is pressed in live messages: what asks first, what nobody can press, and what was chosen in secret in another tab.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { formatLive, isSure, pressed, pressedSecretly, putBack } from "live_messages";

globalThis.CSS = { escape: String };

const button = (dataset, more = {}) => ({
  dataset,
  name: `${dataset.act}-${dataset.arg ?? ""}`,
  attributes: {},
  setAttribute(name, value) {
    this.attributes[name] = value;
  },
  removeAttribute(name) {
    delete this.attributes[name];
  },
  ...more,
});

const rowWith = (...buttons) => ({
  dataset: { key: "7", author: "1" },
  toggleAttribute() {},
  querySelector: (selector) => (selector.includes("data-secret") ? buttons.find(({ dataset }) => "secret" in dataset) : buttons[0]) ?? null,
  querySelectorAll: (selector) => buttons.filter(({ attributes }) => !selector.includes("data-waiting") || "data-waiting" in attributes),
});

test("what cannot be undone asks first, and is done by a second press while it asks", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const remove = button({ act: "remove", arg: "1", sure: "Remove?" }, {
    textContent: "✕",
    ariaLabel: "Remove: cake",
    childNodes: ["a picture"],
    replaceChildren: (...nodes) => (remove.shown = nodes),
  });
  assert.equal(isSure(remove), false);
  assert.equal(remove.textContent, "Remove?");
  assert.equal(isSure(remove), true);
  assert.deepEqual(pressed({ ...remove.dataset }, rowWith(remove)), { act: "remove", arg: "1" });
  mock.timers.tick(4000);
  assert.deepEqual([remove.shown, remove.ariaLabel], [["a picture"], "Remove: cake"]);
  remove.textContent = "✕";
  assert.equal(isSure(remove), false);
  mock.timers.reset();
});

test("what was typed in a line and refused is there again, unless something else was begun", () => {
  const line = { name: "text", value: "Buy cake" };
  const row = { querySelector: () => null, querySelectorAll: () => [line] };
  const args = pressed({ act: "add", text: "Buy cake" }, row);
  assert.equal(line.value, "");
  putBack(args, row);
  assert.equal(line.value, "Buy cake");
  line.value = "Call Ann";
  putBack(args, row);
  assert.equal(line.value, "Call Ann");
});

test("in an archived room nothing can be pressed, and in one that is restored everything can", () => {
  const yes = button({ act: "answer", arg: "yes" });
  const body = { querySelectorAll: (selector) => (selector.includes("button") ? [yes] : []), getElementsByClassName: () => [], querySelector: () => null };
  for (const isReadOnly of [true, false]) {
    formatLive(rowWith(), body, "1", { isMember: true, isReadOnly });
    assert.equal(yes.disabled, isReadOnly);
  }
});

test("what was chosen in secret elsewhere is asked for, and an answer that comes late counts no more", async () => {
  const [yes, no] = ["0", "1"].map((arg) => button({ act: "vote", arg, secret: "" }));
  const row = rowWith(yes, no);
  const answers = [];
  globalThis.document = { querySelectorAll: () => [row] };
  globalThis.window = {};
  globalThis.fetch = () => new Promise((resolve) => answers.push((names) => resolve({ ok: true, json: async () => ({ 7: names }) })));
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  for (let press = 0; press < 2; press += 1) {
    pressedSecretly(7);
    await turn();
  }
  answers[1](["vote-1"]);
  await turn();
  answers[0](["vote-0"]);
  await turn();
  assert.deepEqual([yes, no].map(({ attributes }) => attributes["aria-pressed"]), ["false", "true"]);
});
