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
};

let links = [];
let column = null;

// The shown room's column, in which these messages are on the screen.
function showing(...keys) {
  const rows = keys.map((key) => ({ dataset: { key: String(key) }, getBoundingClientRect: () => ({ top: 0 }) }));
  column = { getBoundingClientRect: () => ({ bottom: 100 }), querySelectorAll: () => rows };
}

const { UnreadRooms } = await import("unread_rooms");
const { showPath } = await import("current_room");

function open(path = "/rooms") {
  showPath(path);
  const marks = [];
  const asked = [];
  const rooms = new UnreadRooms(ME, { send: (mark) => marks.push(mark), recount: () => asked.push(1) });
  return { rooms, marks, asked };
}

// What the server would show there: the badge is drawn by the browser, its number is what counts here.
function shown(rooms, id) {
  const seen = { dataset: { key: id }, querySelector: () => ({ after() {}, remove() {} }) };
  links = [seen];
  globalThis.document.createElement = () => ({ append() {} });
  rooms.show();
  links = [];
  return seen.dataset.unread ?? "";
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

test("what is seen within the pause is sent after it, also when another room is shown by then", () => {
  const { rooms, marks } = open("/rooms/7");
  showing(11);
  rooms.take([[7, 1, 10, 11, 5]], true);
  showing(11, 12);
  rooms.take([[7, 1, 11, 12, 6]], false);
  showPath("/rooms/8");
  rooms.changeRoom();
  assert.deepEqual(marks, [{ room: "7", message: "11" }]);
  mock.timers.tick(2000);
  assert.deepEqual(marks.slice(1), [{ room: "7", message: "12" }]);
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
