// What a browser tells of: what is meant for the viewer, after a moment, and no longer than it is true.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Notices } from "notices";

const ME = "1";
const OTHER = 2;

// A page whose viewer wants to be told of everything in room 7 and of mentions in others.
function open({ isWanted = true } = {}) {
  const page = { asked: [], shown: [], withdrawn: [], reading: null, pushed: [12, 13] };
  const notices = new Notices(ME, {
    isWanted: () => isWanted,
    levelOf: (room) => ({ 7: "everything", 9: "nothing" })[room] ?? "mentions",
    isBeingRead: (room) => room === page.reading,
    ask: (messages) => page.asked.push(messages),
    show: ({ message }, isNew) => page.shown.push([message, isNew]),
    withdraw: (room) => page.withdrawn.push(room),
    withdrawPushed({ rooms = new Map(), isGone = () => false }) {
      page.pushed = page.pushed.filter((message) => message > (rooms.get("7") ?? 0) && !isGone(message));
    },
  });
  notices.tell(true);
  return { notices, page };
}

const answer = (room, message) => ({ room, message, title: "Ben", text: "hello" });

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 10 ** 9 }));
test.afterEach(() => mock.timers.reset());

test("what is meant for the viewer is asked for, at once for all rooms, and nothing else", () => {
  const { notices, page } = open();
  notices.hear("7", [[10, OTHER, 1]]);
  notices.hear("7", [[11, Number(ME), 2]]); // one's own
  notices.hear("8", [[12, OTHER, 1]]);
  notices.hear("8", [[13, OTHER, 2, [Number(ME)]]]);
  notices.hear("8", [[14, OTHER, 3, [0]]]);
  notices.hear("9", [[15, OTHER, 1, [Number(ME)]]]);
  notices.hear("8", [[12, OTHER, 4, [Number(ME)], []]]); // edited
  assert.deepEqual(page.asked, []);
  mock.timers.tick(1000);
  assert.deepEqual(page.asked, [[10, 13, 14]]);
});

test("what was read or deleted meanwhile is not asked for", () => {
  const { notices, page } = open();
  notices.take([["7", 0, 9, 9]]);
  notices.hear("7", [[10, OTHER, 1], [11, OTHER, 2], [12, OTHER, 3]]);
  notices.hear("7", [[-12, OTHER, 4]]);
  notices.take([["7", 1, 10, 12]]);
  mock.timers.tick(5000);
  assert.deepEqual(page.asked, [[11]]);
});

test("while a room is read on another device it waits longer", () => {
  const { notices, page } = open();
  notices.take([["7", 0, 9, 9]]);
  notices.take([["7", 0, 10, 10]]); // read there
  notices.hear("7", [[11, OTHER, 1]]);
  mock.timers.tick(2000);
  assert.deepEqual(page.asked, []);
  notices.take([["7", 0, 11, 11]]);
  mock.timers.tick(5000);
  assert.deepEqual(page.asked, []);
});

test("a room that is being read is not told of, nor is anything by a tab that does not tell", () => {
  const { notices, page } = open();
  page.reading = "7";
  notices.hear("7", [[10, OTHER, 1]]);
  page.reading = null;
  notices.hear("7", [[11, OTHER, 2]]);
  page.reading = "7"; // within the moment
  mock.timers.tick(3000);
  page.reading = null;
  notices.tell(false);
  notices.hear("7", [[12, OTHER, 3]]);
  mock.timers.tick(3000);
  assert.deepEqual(page.asked, []);
  const other = open({ isWanted: false });
  other.notices.hear("7", [[10, OTHER, 1]]);
  mock.timers.tick(3000);
  assert.deepEqual(other.page.asked, []);
});

test("what is shown goes when it is read, and the one before it comes back when it is deleted", () => {
  const { notices, page } = open();
  notices.hear("7", [[10, OTHER, 1], [11, OTHER, 2]]);
  mock.timers.tick(1000);
  notices.show([answer(7, 10), answer(7, 11)]);
  assert.deepEqual(page.shown, [[10, true], [11, true]]);
  notices.hear("7", [[-11, OTHER, 3]]);
  assert.deepEqual(page.asked.at(-1), [10]);
  notices.show([answer(7, 10)]);
  assert.deepEqual(page.shown.at(-1), [10, false]);
  notices.take([["7", 0, 10, 11]]);
  assert.deepEqual(page.withdrawn, ["7"]);
});

test("an answer that comes after a deletion, or unasked, shows nothing", () => {
  const { notices, page } = open();
  notices.hear("7", [[10, OTHER, 1]]);
  mock.timers.tick(1000);
  notices.hear("7", [[-10, OTHER, 2]]);
  notices.show([answer(7, 10), answer(7, 99)]);
  assert.deepEqual(page.shown, []);
});

test("what a count knows and no news has told is asked for as well", () => {
  const { notices, page } = open();
  notices.take([["8", 0, 9, 9]]);
  notices.take([["8", 1, 9, 12]]);
  mock.timers.tick(1000);
  assert.deepEqual(page.asked, [[12]]);
});

test("what was closed does not come back", () => {
  const { notices, page } = open();
  notices.hear("7", [[10, OTHER, 1], [11, OTHER, 2]]);
  mock.timers.tick(1000);
  notices.show([answer(7, 10), answer(7, 11)]);
  notices.closed(7);
  notices.hear("7", [[-11, OTHER, 3]]);
  assert.equal(page.asked.length, 1);
  assert.deepEqual(page.withdrawn, []);
});

test("what was pushed while no page was open goes once it was read or deleted", () => {
  const { notices, page } = open();
  notices.take([[7, 2, 11, 13], [8, 0, 99, 99]]);
  assert.deepEqual(page.pushed, [12, 13]);
  notices.hear("7", [[-12, OTHER, 4]]);
  assert.deepEqual(page.pushed, [13]);
  notices.take([[7, 0, 13, 13]]);
  assert.deepEqual(page.pushed, []);
});

test("of messages in a row the last one stands for all, unless they are all one's own", () => {
  const { notices, page } = open();
  notices.hear("7", [[12, { [OTHER]: 2, 3: 1 }, 3, 10]]);
  notices.hear("7", [[14, { [ME]: 2 }, 5, 13]]);
  notices.hear("8", [[16, { [OTHER]: 2 }, 5, 15]]); // where only mentions are told
  mock.timers.tick(1000);
  assert.deepEqual(page.asked, [[12]]);
});
