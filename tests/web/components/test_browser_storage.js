// What browsers keep, and what happens where they do not.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as storage from "browser_storage";

class Storage extends Map {
  getItem = (key) => this.get(key) ?? null;
  setItem = (key, value) => this.set(key, value);
  removeItem = (key) => this.delete(key);
}

const BROWSERS = {
  "an ordinary one": () => ({ localStorage: new Storage() }),
  "one that blocks it": () => ({
    get localStorage() {
      throw new Error("SecurityError");
    },
  }),
  "one without it": () => ({ localStorage: null }),
  "one that is full": () => ({
    localStorage: Object.assign(new Storage(), {
      setItem() {
        throw new Error("QuotaExceededError");
      },
    }),
  }),
};

for (const [name, browser] of Object.entries(BROWSERS)) {
  test(`${name} keeps what it is given while the page is open`, () => {
    globalThis.window = browser();
    assert.equal(storage.get("draft"), null);
    storage.set("draft", "half");
    storage.set("draft", "half a thought");
    assert.equal(storage.get("draft"), "half a thought");
    storage.remove("draft");
    assert.equal(storage.get("draft"), null);
  });
}

beforeEach(() => {
  for (const key of storage.keys()) storage.remove(key);
});

test("what was written before it was full is kept too", () => {
  const localStorage = {};
  globalThis.window = { localStorage };
  Object.defineProperties(localStorage, {
    getItem: { value: (key) => localStorage[key] ?? null },
    setItem: {
      value() {
        throw new Error("QuotaExceededError");
      },
    },
    removeItem: { value: (key) => delete localStorage[key] },
  });
  localStorage.first = "1";
  storage.set("second", "2");
  assert.deepEqual(storage.keys().sort(), ["first", "second"]);
  assert.equal(storage.get("first"), "1");
});
