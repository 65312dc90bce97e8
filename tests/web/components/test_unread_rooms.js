// What is unread in each room: what is heard and what the server counts come in any order, and end up the same.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

const ME = "1";
const OTHER = 2;

globalThis.document = {
  visibilityState: "visible",
  hasFocus: () => true,
  getElementById: (id) => (id === "messages" ? column : null),
  querySelectorAll: () => links,
  body: { toggleAttribute() {} },
};

let links = [];
let column = null;

// The shown room's column, in which these messages are on the screen.
function showing(...keys) {
  let last = null;
  for (const key of keys) last = { dataset: { key: String(key) }, getBoundingClientRect: () => ({ top: 0 }), previousElementSibling: last };
  column = { closest: () => ({ dataset: { room: "7" } }), getBoundingClientRect: () => ({ bottom: 100 }), lastElementChild: last };
}

const { UnreadRooms } = await import("unread_rooms");
const { showBeside, showPath } = await import("current_room");

function open(path = "/rooms") {
  showPath(path);
  const marks = [];
  const asked = [];
  const rooms = new UnreadRooms(ME, { send: (mark) => marks.push(mark), recount: (room) => asked.push(room ?? "all") });
  return { rooms, marks, asked };
}

// What the server would show there: the badge is drawn by the browser, its number is what counts here.
function shown(rooms, id, what = "unread", kind = "open") {
  const seen = { dataset: { key: id, kind, sort: "9" }, querySelector: () => ({ after() {}, remove() {} }) };
  links = [seen];
  globalThis.document.createElement = () => ({ append() {} });
  rooms.show();
  links = [];
  return seen.dataset[what] ?? "";
}

test.beforeEach(() => {
  links = [];
  column = null;
  mock.timers.enable({ apis: ["setTimeout"] });
});

test.afterEach(() => mock.timers.reset());

test("a deletion that was counted already is not counted once more when it is heard", () => {
  const { rooms } = open();
  rooms.take([[7, 1, 10, 12, 5]], true);
  rooms.hear("7", [[-12, OTHER, 5]]);
  assert.equal(shown(rooms, "7"), "1");
  rooms.hear("7", [[-11, OTHER, 6]]);
  assert.equal(shown(rooms, "7"), "");
});

test("what was heard before an older count came is not lost", () => {
  const { rooms } = open();
  rooms.take([[7, 0, 10, 10, 5]], true);
  rooms.hear("7", [[11, OTHER, 6], [12, OTHER, 7], [-11, OTHER, 8]]);
  rooms.take([[7, 1, 10, 11, 6]], false);
  assert.equal(shown(rooms, "7"), "1");
  rooms.take([[7, 1, 10, 12, 8]], false);
  assert.equal(shown(rooms, "7"), "1");
});

test("more than 99 stay so when some are deleted, since more may be there; the server is asked once, a while later", () => {
  const { rooms, asked } = open();
  rooms.take([[7, 100, 10, 300, 5]], true);
  rooms.hear("7", [[-300, OTHER, 6]]);
  rooms.hear("7", [[-299, OTHER, 7]]);
  assert.equal(shown(rooms, "7"), "99+");
  assert.equal(asked.length, 0);
  mock.timers.tick(30_000);
  assert.equal(asked.length, 1);
});

test("what is seen within the pause is sent after it, or once another room is shown", () => {
  const { rooms, marks } = open("/rooms/7");
  showing(11);
  rooms.take([[7, 1, 10, 11, 5]], true);
  showing(11, 12);
  rooms.take([[7, 1, 11, 12, 6]], false);
  assert.deepEqual(marks, [{ room: "7", message: "11" }]);
  rooms.changeRoom();
  assert.equal(marks.length, 1);
  showPath("/rooms/8");
  rooms.changeRoom();
  assert.deepEqual(marks.slice(1), [{ room: "7", message: "12" }]);
  rooms.take([[7, 0, 12, 12, 6]], false);
  mock.timers.tick(30_000);
  assert.equal(marks.length, 2);
});

test("what is seen within the pause is sent at once when the page goes", () => {
  const { rooms, marks } = open("/rooms/7");
  showing(11);
  rooms.take([[7, 1, 10, 11, 5]], true);
  showing(11, 12);
  rooms.take([[7, 1, 11, 12, 6]], false);
  rooms.sendMarks();
  assert.deepEqual(marks.at(-1), { room: "7", message: "12" });
});

test("whoever reads on for a minute has a mark written every two seconds at most, and the last one when the page goes", () => {
  const { rooms, marks } = open("/rooms/7");
  rooms.take([[7, 0, 10, 10, 10]], true);
  let acknowledged = 0;
  for (let message = 11; message <= 610; message++) {
    rooms.hear("7", [[message, OTHER, message]]);
    showing(message);
    rooms.see();
    for (const mark of marks.slice(acknowledged)) rooms.take([[7, 0, Number(mark.message), message, message]], false);
    acknowledged = marks.length;
    mock.timers.tick(100);
  }
  assert.ok(marks.length >= 29 && marks.length <= 31, `${marks.length} marks`);
  rooms.hear("7", [[611, OTHER, 611]]);
  showing(611);
  rooms.see();
  rooms.sendMarks();
  assert.deepEqual(marks.at(-1), { room: "7", message: "611" });
});

test("a count from before one has read on does not look like a mark of another tab", () => {
  const { rooms, marks } = open("/rooms/7");
  showing(11);
  rooms.take([[7, 1, 10, 11, 5]], true);
  rooms.take([[7, 1, 10, 11, 5]], false); // read before the mark has arrived
  rooms.take([[7, 0, 11, 11, 5]], false);
  mock.timers.tick(2000);
  showing(11, 12);
  rooms.take([[7, 1, 11, 12, 6]], false);
  assert.deepEqual(marks.at(-1), { room: "7", message: "12" });
});

test("once all is read, a room is not kept unread any more", () => {
  const { rooms, marks } = open("/rooms/7");
  showing(11);
  rooms.take([[7, 0, 11, 11, 5]], true);
  rooms.take([[7, 1, 10, 11, 5]], false); // in another tab
  assert.equal(shown(rooms, "7"), "1");
  rooms.take([[7, 0, 11, 11, 5]], false);
  showing(11, 12);
  rooms.take([[7, 1, 11, 12, 6]], false);
  assert.deepEqual(marks, [{ room: "7", message: "12" }]);
});

// ---- mentions

const EVERYBODY = 0;
const counts = (rooms) => [shown(rooms, "7"), shown(rooms, "7", "mentions")];

test("mentions of me and of everybody are counted, those of others and my own are not", () => {
  const { rooms } = open();
  rooms.take([[7, 1, 10, 11, 5, 1]], true);
  rooms.hear("7", [[12, OTHER, 6, [1, EVERYBODY]], [13, OTHER, 7, [3]], [14, 1, 8, [1]], [15, OTHER, 9, [EVERYBODY]]]);
  assert.deepEqual(counts(rooms), ["4", "3"]);
});

test("an edit that makes a message mean me, or no more, counts it or takes it away", () => {
  const { rooms } = open();
  rooms.take([[7, 2, 10, 12, 5, 1]], true);
  rooms.hear("7", [[12, OTHER, 6, [1], [3]]]);
  assert.deepEqual(counts(rooms), ["2", "2"]);
  rooms.hear("7", [[12, OTHER, 7, [1, EVERYBODY], [1]]]);
  assert.deepEqual(counts(rooms), ["2", "2"]);
  rooms.hear("7", [[12, OTHER, 8, [], [1, EVERYBODY]], [11, OTHER, 9, [], [1]]]);
  assert.deepEqual(counts(rooms), ["2", ""]);
});

test("an edit of a message that was read, or that was counted already, changes nothing", () => {
  const { rooms } = open();
  rooms.take([[7, 1, 10, 11, 5, 1]], true);
  rooms.hear("7", [[10, OTHER, 6, [1], []], [11, OTHER, 5, [1], []]]);
  assert.deepEqual(counts(rooms), ["1", "1"]);
});

test("a deleted mention is taken away, also one that was heard before an older count came", () => {
  const { rooms } = open();
  rooms.take([[7, 0, 10, 10, 5, 0]], true);
  rooms.hear("7", [[11, OTHER, 6, [1]], [12, OTHER, 7, [1]], [-11, OTHER, 8, [], [1]]]);
  assert.deepEqual(counts(rooms), ["1", "1"]);
  rooms.take([[7, 1, 10, 11, 6, 1]], false);
  assert.deepEqual(counts(rooms), ["1", "1"]);
});

test("more than 99 mentions stay so when one goes, and the server is asked", () => {
  const { rooms, asked } = open();
  rooms.take([[7, 100, 10, 300, 5, 100]], true);
  rooms.hear("7", [[-300, OTHER, 6, [], [1]]]);
  assert.deepEqual(counts(rooms), ["99+", "99+"]);
  mock.timers.tick(30_000);
  assert.equal(asked.length, 1);
});

test("in a direct room all messages are meant", () => {
  const { rooms } = open();
  rooms.take([[7, 2, 10, 12, 5, 2]], true);
  rooms.hear("7", [[13, OTHER, 6], [14, OTHER, 7, [1]]]);
  assert.equal(shown(rooms, "7", "mentions", "direct"), "4");
});

test("what is read is no mention any more", () => {
  const { rooms } = open("/rooms/7");
  rooms.take([[7, 1, 10, 11, 5, 1]], true);
  showing(11);
  rooms.see();
  showPath("/rooms/8");
  rooms.changeRoom();
  assert.deepEqual(counts(rooms), ["", ""]);
});

// A row of the shown room, as the server has drawn it.
function drawn(message, author, ...mentioned) {
  return [String(message), { author, mentioned }];
}

test("in the shown room, while nobody looks, mentions are counted from its rows, as they are edited and deleted", () => {
  const { rooms, asked } = open("/rooms/7");
  Object.assign(globalThis.document, { visibilityState: "hidden", createElement: makeTemplate });
  rooms.take([[7, 0, 10, 10, 5, 0]], true);
  rooms.hearShown("7", { created: [drawn(11, OTHER, 1), drawn(12, OTHER), drawn(13, OTHER, null)], edited: [], deleted: [] });
  assert.deepEqual(counts(rooms), ["3", "2"]);
  globalThis.document.createElement = makeTemplate;
  rooms.hearShown("7", { created: [], edited: [drawn(11, OTHER), drawn(12, OTHER, 1), drawn(13, OTHER, null, 1)], deleted: [] });
  assert.deepEqual(counts(rooms), ["3", "2"]);
  rooms.hearShown("7", { created: [], edited: [], deleted: ["13", "11"] });
  assert.deepEqual(counts(rooms), ["1", "1"]);
  globalThis.document.createElement = makeTemplate;
  rooms.take([[7, 2, 10, 14, 20, 1]], false);
  rooms.hearShown("7", { created: [], edited: [drawn(14, OTHER, 1)], deleted: [] }); // the server has counted it, but as what?
  mock.timers.tick(30_000);
  assert.equal(asked.length, 1);
  globalThis.document.visibilityState = "visible";
});

function makeTemplate() {
  let row = null;
  const body = () => ({ textContent: "", querySelectorAll: () => row.mentioned.map((id) => ({ dataset: { person: id ?? undefined } })) });
  const article = {
    get dataset() {
      return { author: String(row.author) };
    },
    querySelector: (selector) => ({ b: { textContent: "" }, ".message-body": body(), ".quote": row.answered ? { dataset: { tells: row.answered } } : null })[selector],
  };
  return {
    content: { firstElementChild: article },
    set innerHTML(given) {
      row = given;
    },
  };
}

test("an answer to one's own message counts as a mention in the shown room, while nobody looks", () => {
  const { rooms } = open("/rooms/7");
  Object.assign(globalThis.document, { visibilityState: "hidden", createElement: makeTemplate });
  rooms.take([[7, 0, 10, 10, 5, 0]], true);
  const answer = (id, answered) => [String(id), { author: OTHER, mentioned: [], answered }];
  rooms.hearShown("7", { created: [answer(11, "1"), answer(12, "9")], edited: [], deleted: [] });
  assert.deepEqual(counts(rooms), ["2", "1"]);
  globalThis.document.visibilityState = "visible";
});

test("messages in a row count but for one's own, and are asked for where some are counted already", () => {
  const { rooms, asked } = open();
  rooms.take([[7, 0, 10, 10, 5]], true);
  rooms.hear("7", [[19, { [ME]: 3, [OTHER]: 4, 3: 1 }, 13, 11]]);
  assert.equal(shown(rooms, "7"), "5");
  rooms.hear("7", [[19, { [OTHER]: 4 }, 13, 11]]); // heard already
  rooms.hear("7", [[20, OTHER, 14]]);
  rooms.hear("7", [[-19, OTHER, 15]]);
  assert.equal(shown(rooms, "7"), "5");
  assert.equal(asked.length, 0);
  rooms.take([[7, 8, 10, 23, 18]], true);
  rooms.hear("7", [[23, { [OTHER]: 3 }, 18, 21]]); // all of them counted
  assert.equal(asked.length, 0);
  rooms.hear("7", [[25, { [OTHER]: 3 }, 20, 23]]); // some of them counted
  assert.equal(asked.length, 1);
});

test("of what was unread before the page was opened the server is asked, about that room, once a second at most", () => {
  const { rooms, asked } = open("/rooms/7");
  rooms.take([[7, 5, 10, 15, 5]], true);
  for (const deleted of ["11", "12", "13"]) rooms.hearShown("7", { created: [], deleted: [deleted] });
  assert.deepEqual(asked, ["7"]);
  mock.timers.tick(1000);
  assert.deepEqual(asked, ["7", "7"]);
  rooms.take([[7, 2, 10, 15, 8]], false);
  mock.timers.tick(60_000);
  assert.deepEqual(asked, ["7", "7"]);
  assert.equal(shown(rooms, "8"), "");
});

test("what is read beside the shown room is read as that is, until it is shown no more", () => {
  const { rooms, marks } = open("/rooms/7");
  showing("11", "12");
  const end = showBeside("8", column);
  column = null;
  rooms.take([[7, 1, 10, 20, 5], [8, 2, 10, 12, 5]], true);
  assert.deepEqual(marks, [{ room: "8", message: "12" }]);
  rooms.keepUnread("8");
  rooms.take([[8, 2, 10, 12, 5]], false);
  assert.deepEqual([shown(rooms, "7"), shown(rooms, "8")], ["", "2"]);
  end();
  rooms.changeRoom();
  assert.equal(shown(rooms, "8"), "2");
  assert.equal(marks.length, 1);
});
