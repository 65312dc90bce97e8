// Tabs of a browser tell each other which room somebody is reading.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ReadingTabs } from "reading_tabs";

// Channels as browsers have them, but without delay.
const channels = new Set();
globalThis.BroadcastChannel = class {
  constructor() {
    channels.add(this);
  }

  postMessage(data) {
    if (!channels.has(this)) return; // a tab that has crashed says nothing
    for (const other of channels) if (other !== this) other.onmessage({ data });
  }

  close() {
    channels.delete(this);
  }
};

function openTab() {
  const heard = [];
  const tabs = new ReadingTabs((room) => heard.push(room));
  return { tabs, heard };
}

test.beforeEach(() => {
  channels.clear();
  mock.timers.enable({ apis: ["setInterval", "Date"] });
});

test.afterEach(() => mock.timers.reset());

test("what is read in one tab is known in the others until somebody looks away", () => {
  const [one, other] = [openTab(), openTab()];
  one.tabs.announce(["7"]);
  assert.deepEqual([other.tabs.isReadElsewhere("7"), other.tabs.isReadElsewhere("8")], [true, false]);
  assert.equal(one.tabs.isReadElsewhere("7"), false);
  assert.deepEqual(other.heard, ["7"]);
  one.tabs.announce([]);
  assert.equal(other.tabs.isReadElsewhere("7"), false);
});

test("of two windows that change places the new one is right, whichever speaks first", () => {
  const [one, two, third] = [openTab(), openTab(), openTab()];
  one.tabs.announce(["1"]);
  two.tabs.announce(["2"]);
  one.tabs.announce([]);
  assert.deepEqual([third.tabs.isReadElsewhere("1"), third.tabs.isReadElsewhere("2")], [false, true]);
});

test("windows beside each other do not hide each other's room", () => {
  const [one, two, third] = [openTab(), openTab(), openTab()];
  one.tabs.announce(["1"]);
  two.tabs.announce(["2"]);
  assert.deepEqual([third.tabs.isReadElsewhere("1"), third.tabs.isReadElsewhere("2")], [true, true]);
});

test("a tab that is opened later asks", () => {
  const one = openTab();
  one.tabs.announce(["7"]);
  assert.equal(openTab().tabs.isReadElsewhere("7"), true);
});

test("a tab that is closed reads no more, and one that has crashed not for long", () => {
  const [one, other] = [openTab(), openTab()];
  one.tabs.announce(["7"]);
  one.tabs.close();
  assert.equal(other.tabs.isReadElsewhere("7"), false);
  const crashing = openTab();
  crashing.tabs.announce(["8"]);
  mock.timers.tick(600_000);
  assert.equal(other.tabs.isReadElsewhere("8"), true, "it says so again and again");
  channels.delete([...channels].at(-1));
  mock.timers.tick(60_000);
  assert.equal(other.tabs.isReadElsewhere("8"), false);
});

test("a tab in which several rooms are read says all of them", () => {
  const [one, other] = [openTab(), openTab()];
  one.tabs.announce(["7", "8"]);
  assert.deepEqual([other.tabs.isReadElsewhere("7"), other.tabs.isReadElsewhere("8")], [true, true]);
  one.tabs.announce(["7"]);
  assert.deepEqual([other.tabs.isReadElsewhere("7"), other.tabs.isReadElsewhere("8")], [true, false]);
  assert.deepEqual(other.heard, ["7", "8", "7"]);
});
