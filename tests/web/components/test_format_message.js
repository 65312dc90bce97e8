// What is wrong with one row harms neither the others nor its other parts, and is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMessage } from "format_message";

const told = [];
globalThis.reportError = ({ message }) => told.push(message);
globalThis.document = { createElement: () => ({ dataset: {}, append() {}, firstChild: {} }) };

const element = (more) => ({
  dataset: {},
  classList: { add() {}, contains: () => false },
  style: { setProperty() {}, removeProperty() {} },
  setAttribute(name, value) {
    this[name] = value;
  },
  hasAttribute: () => true,
  toggleAttribute() {},
  querySelectorAll: () => [],
  ...more,
});

function rowWith(links) {
  const parts = {
    ":scope > b": element({ textContent: "Ada", after() {} }),
    ":scope > .message-body": element({ textContent: "look", getElementsByTagName: () => links }),
  };
  return element({ dataset: { key: "1", author: "1", at: "1800000000000" }, querySelector: (selector) => parts[selector] ?? null });
}

const viewer = { me: "1", room: "1", isMember: true };

test("of a row with a part that fails all others are there", () => {
  const broken = {
    get classList() {
      throw new Error("no such link");
    },
  };
  const row = rowWith([broken]);
  formatMessage(row, viewer);
  assert.match(row["aria-label"], /^Ada, /);
  assert.deepEqual(told.splice(0), ["no such link"]);
});

test("a row that cannot be formatted at all is told, and those after it are formatted", () => {
  const [row, after] = [element({ querySelector: () => null, dataset: null }), rowWith([])];
  for (const one of [row, after]) formatMessage(one, viewer);
  assert.match(after["aria-label"], /^Ada, /);
  assert.equal(told.length, 1);
});
