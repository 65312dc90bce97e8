// Which rows a stream shows, counts and asks for, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamModel } from "stream_model";
import { Rows, View } from "./rows_and_view.mjs";

const drawn = (keys) => keys.map((key) => [String(key), `row ${key}`]);
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

// A stream as the server describes it, once it is shown; with a topic it is live.
function open({ items = [], limit = null, pages = [], opensAt, topic = null, isScrolling = true, ...more }) {
  const rows = new Rows();
  const view = new View(rows, isScrolling);
  const requested = new Map(); // what was requested last, by its edge and key, with its number
  const send = (event, { number, ...args }) => {
    const request = Object.defineProperty(args, "number", { value: number }); // the tests compare all else
    requested.set(`${args.edge} ${args.key}`, request);
    view.sent.push([event, request]);
  };
  const model = new StreamModel({ rows, view, send, limit, pages, opensAt, topic, revision: items.length, ...more });
  model.start(drawn(items));
  model.follower?.onConnect();
  if (topic) model.onAnswer({ revision: items.length, reset: null, created: [], edited: [], deleted: [] });
  view.sent.length = 0;
  return {
    model,
    view,
    rows,
    requested,
    keys: () => [...rows.keys()].map(Number),
    sent: () => view.sent.splice(0),
    insert: (keys, at, ...rest) => model.apply([["insert", drawn(keys), at, ...rest]], null, null),
    remove: (...keys) => model.apply([["remove", keys.map(String)]], null, null),
    reset: (keys) => model.apply([["reset", drawn(keys)]], null, null),
  };
}

// A page of rows comes, and is complete.
function loads({ model, requested }, [, { edge, key }], keys, { limit = null, hasMore = null, revision = null } = {}) {
  const request = requested.get(`${edge} ${key}`);
  model.apply([["insert", drawn(keys), request.edge === "bottom" ? -1 : 0, limit, false]], revision, request);
  model.completePage(request, hasMore);
}

// ---- limits: -4 keeps the last four rows, 4 the first four

const LIMITS = [
  ["append", -1, [5], -4, [2, 3, 4, 5]],
  ["append", -1, [5, 6, 7, 8, 9], -4, [6, 7, 8, 9]],
  ["append to a full list on the side that is cut", -1, [5], 4, [1, 2, 3, 4]],
  ["append many there", -1, [5, 6, 7, 8, 9], 4, [1, 2, 3, 4]],
  ["append until it is full", -1, [5, 6, 7], 6, [1, 2, 3, 4, 5, 6]],
  ["append below the limit", -1, [5], -99, [1, 2, 3, 4, 5]],
  ["append with a limit below what is there", -1, [5], -2, [4, 5]],
  ["append nothing", -1, [], -2, [3, 4]],
  ["append what is known", -1, [2], -2, [3, 4]],
  ["prepend", 0, [5], 4, [5, 1, 2, 3]],
  ["prepend more than fits", 0, [5, 6, 7, 8, 9], 4, [5, 6, 7, 8]],
  ["prepend to a full list on the side that is cut", 0, [5], -4, [1, 2, 3, 4]],
  ["prepend until it is full", 0, [5, 6, 7], -6, [6, 7, 1, 2, 3, 4]],
  ["insert in the middle", 1, [5], 4, [1, 5, 2, 3]],
  ["insert in the middle and cut above", 1, [5, 6, 7, 8, 9], -4, [9, 2, 3, 4]],
];

for (const [what, at, keys, limit, expected] of LIMITS) {
  test(`limit ${limit} counts after the whole batch: ${what}`, () => {
    const stream = open({ items: [1, 2, 3, 4] });
    stream.insert(keys, at, limit);
    assert.deepEqual(stream.keys(), expected);
  });
}

test("the stream's own limit holds for the first rows and for a reset", () => {
  const stream = open({ items: range(1, 10), limit: -4 });
  assert.deepEqual(stream.keys(), [7, 8, 9, 10]);
  stream.reset(range(11, 20));
  assert.deepEqual(stream.keys(), [17, 18, 19, 20]);
});

// ---- what a topic brings to a reader further up

function readFurtherUp(options) {
  const stream = open({ items: range(1, 40), topic: "news", limit: -50, ...options });
  stream.view.scroll(false, false);
  return stream;
}

test("a change of a row that is not shown does not append it", () => {
  const { model, keys } = open({ items: [3, 4], topic: "news" });
  model.onBroadcast(3, "update", drawn([1]));
  model.onBroadcast(4, "remove", ["2"]);
  assert.deepEqual(keys(), [3, 4]);
});

test("new rows below the reader are appended and counted, until they are removed", () => {
  const { model, keys } = readFurtherUp();
  model.onBroadcast(41, "insert", drawn([41, 42]));
  model.onBroadcast(42, "update", drawn([41]));
  assert.deepEqual([keys().at(-1), model.unseen], [42, 2]);
  model.onBroadcast(43, "remove", ["42"]);
  assert.equal(model.unseen, 1);
});

test("rows that were missed are counted like those that come", () => {
  const { model } = readFurtherUp();
  model.onBroadcast(42);
  model.onAnswer({ revision: 42, reset: null, created: drawn([41, 42]), edited: [], deleted: [] });
  assert.equal(model.unseen, 2);
});

test("a row that is shown is not counted when it comes once more", () => {
  const { model } = readFurtherUp();
  model.onBroadcast(41, "insert", drawn([40, 41]));
  assert.equal(model.unseen, 1);
});

test("a full window is not pruned under its reader: it no longer reaches the end", () => {
  const { model, keys } = readFurtherUp();
  for (const key of range(41, 70)) model.onBroadcast(key, "insert", drawn([key]));
  assert.deepEqual([keys(), model.unseen, model.pager.isAtEnd], [range(1, 50), 30, false]);
  model.onBroadcast(71, "update", drawn([70]));
  model.onBroadcast(72, "remove", ["69"]);
  assert.deepEqual([keys(), model.unseen], [range(1, 50), 29]);
});

test("who scrolls to the end of such a window gets the last page, as who jumps there", () => {
  const stream = readFurtherUp();
  stream.model.onBroadcast(41, "insert", drawn(range(41, 60)));
  stream.model.jump();
  assert.deepEqual(stream.sent(), [["jump", {}]]);
  stream.model.onAnswer({ revision: 41, reset: drawn(range(31, 60)) });
  assert.deepEqual([stream.keys(), stream.model.unseen], [range(31, 60), 0]);
  const other = readFurtherUp();
  other.model.onBroadcast(41, "insert", drawn(range(41, 60)));
  other.view.scroll(false, true);
  other.model.requestMore();
  assert.deepEqual(other.sent(), [["jump", {}]]);
});

test("a reset leaves nothing unseen", () => {
  const { model, reset } = readFurtherUp();
  model.onBroadcast(41, "insert", drawn([41]));
  reset(range(1, 60));
  assert.equal(model.unseen, 0);
});

test("a list that does not scroll has no reader further up", () => {
  const { model, keys } = readFurtherUp({ isScrolling: false });
  model.onBroadcast(41, "insert", drawn(range(41, 60)));
  assert.deepEqual([keys(), model.unseen], [range(11, 60), 0]);
});

// ---- what scripts are told of the topic

test("scripts hear of all that the topic brings, shown or not", () => {
  const { model, view } = readFurtherUp({ items: range(1, 50) });
  const rows = { 51: drawn([51]), 60: drawn([60]), 61: drawn([61]) };
  model.onBroadcast(51, "insert", rows[51]);
  model.onBroadcast(52, "update", rows[51]);
  model.onBroadcast(53, "remove", ["51"]);
  model.onBroadcast(60);
  model.onAnswer({ revision: 60, reset: null, created: rows[60], edited: [], deleted: ["7"] });
  model.jump();
  model.onAnswer({ revision: 61, reset: rows[61] });
  assert.deepEqual(view.reported, [
    { created: rows[51] },
    { edited: rows[51] },
    { deleted: ["51"] },
    { created: rows[60], edited: [], deleted: ["7"] },
    { reset: rows[61] },
  ]);
});

test("what has come before is not reported again", () => {
  const { model, view } = readFurtherUp();
  for (const time of ["first", "second"]) model.onBroadcast(41, "insert", drawn([time]));
  model.onBroadcast(41);
  assert.deepEqual(view.reported, [{ created: drawn(["first"]) }]);
});

// ---- pages

function window(options) {
  const stream = open({ items: range(51, 100), pages: ["top", "bottom"], ...options });
  return Object.assign(stream, {
    nears(edge) {
      stream.view.scroll(edge === "top", edge === "bottom");
      stream.model.pager.onMoved();
      stream.model.requestMore();
      return stream.sent();
    },
  });
}

const page = (edge, key) => [["page", { edge, key: String(key) }]];

test("near an edge one page is requested at a time, and the next once it has come", () => {
  const stream = window();
  assert.deepEqual(stream.nears("top"), page("top", 51));
  assert.deepEqual(stream.nears("top"), []);
  loads(stream, page("top", 51)[0], range(31, 50));
  assert.deepEqual(stream.keys(), range(31, 100));
  assert.deepEqual(stream.nears("top"), page("top", 31));
});

test("a page that brings nothing, or says that there is no more, is the last", () => {
  for (const [keys, hasMore] of [[[], null], [range(41, 50), false]]) {
    const stream = window();
    const [request] = stream.nears("top");
    loads(stream, request, keys, { hasMore });
    assert.deepEqual([stream.model.pager.isAtStart, stream.nears("top")], [true, []]);
  }
});

test("a page that says that there is more is not the last, though it brings nothing", () => {
  const stream = window();
  const [request] = stream.nears("top");
  loads(stream, request, [], { hasMore: true });
  assert.deepEqual(stream.nears("top"), page("top", 51));
});

for (const topic of [null, "news"]) {
  test(`at the end nothing is requested until rows have been pruned there, ${topic ? "by topic" : "once it is known"}`, () => {
    const stream = window({ topic });
    const [request] = stream.nears("bottom");
    assert.equal(Boolean(request), !topic); // a topic appends what is new
    if (request) loads(stream, request, []);
    assert.deepEqual(stream.nears("bottom"), []);
    loads(stream, stream.nears("top")[0], range(1, 50), { limit: 80 });
    assert.deepEqual(stream.keys(), range(1, 80));
    assert.deepEqual(stream.nears("bottom"), page("bottom", 80));
  });
}

for (const [opensAt, top, bottom, isNearEnd] of [
  ["end", page("top", 51), page("bottom", 100), true],
  ["start", [], page("bottom", 100), false],
  ["75", page("top", 51), page("bottom", 100), false],
]) {
  test(`what may be requested of a list that opens at ${opensAt}, at first and after a reset`, () => {
    for (const isReset of [false, true]) {
      for (const [edge, expected] of [["top", top], ["bottom", bottom]]) {
        const stream = window({ opensAt });
        if (isReset) stream.reset(range(51, 100));
        stream.view.scroll(false, true);
        assert.equal(stream.model.isNearEnd, isNearEnd);
        assert.deepEqual(stream.nears(edge), expected);
      }
    }
  });
}

test("who comes back to the end may find more there, unless the server has said that there is no more", () => {
  for (const hasMore of [null, false]) {
    const stream = window();
    loads(stream, stream.nears("bottom")[0], [], { hasMore });
    assert.deepEqual(stream.nears("bottom"), []);
    stream.insert(range(101, 150), -1);
    loads(stream, stream.nears("top")[0], []);
    assert.deepEqual(stream.nears("bottom"), hasMore === null ? page("bottom", 150) : []);
  }
});

test("rows below what was taken for the end are not followed", () => {
  const stream = window();
  const [[, request]] = stream.nears("bottom");
  stream.view.change = (operation) => {
    assert.equal(stream.model.isNearEnd, false);
    operation();
  };
  stream.model.apply([["insert", drawn(range(101, 120)), -1, null, false]], null, request);
});

test("pages that bring only rows that are there are followed by others, but not for ever", () => {
  const stream = window();
  let requests = 0;
  for (let [request] = stream.nears("top"); request; [request] = stream.nears("top")) {
    loads(stream, request, [51, 52]);
    requests += 1;
  }
  assert.deepEqual([requests, stream.model.pager.isAtStart], [6, true]);
});

for (const [what, prune] of [
  ["pruned", ({ insert }) => insert([101], -1, -60)],
  ["replaced", ({ reset }) => reset(range(61, 100))],
]) {
  test(`at the beginning there is more again once its rows were ${what}`, () => {
    const stream = window();
    const [request] = stream.nears("top");
    loads(stream, request, range(1, 50), { hasMore: false });
    prune(stream);
    assert.equal(stream.model.pager.isAtStart, false);
  });
}

test("a page whose rows were pruned before it was complete is not the beginning", () => {
  const stream = window({ limit: -60, topic: "news" });
  const [[, request]] = stream.nears("top");
  stream.model.apply([["insert", drawn(range(41, 50)), 0, 60, false]], 50, request);
  stream.view.scroll(false, true);
  stream.model.onBroadcast(51, "insert", drawn([101]));
  stream.model.completePage(request, false);
  assert.deepEqual([stream.keys(), stream.model.pager.isAtStart], [range(42, 101), false]);
});

test("a page beside a row that has gone meanwhile is dropped and requested anew", () => {
  const stream = window();
  const [request] = stream.nears("top");
  stream.remove(51);
  loads(stream, request, range(31, 50), { hasMore: false });
  assert.deepEqual(stream.keys(), range(52, 100));
  assert.deepEqual(stream.nears("top"), page("top", 52));
});

test("a page may come in several pieces", () => {
  const stream = window();
  const [[, request]] = stream.nears("top");
  for (const key of [50, 49, 48]) stream.model.apply([["insert", drawn([key]), 0, null, false]], null, request);
  stream.model.completePage(request, true);
  assert.deepEqual(stream.keys(), range(48, 100));
});

test("an answer that comes twice counts once", () => {
  const stream = window();
  const [request] = stream.nears("top");
  loads(stream, request, range(41, 50), { hasMore: true });
  loads(stream, request, range(41, 50), { hasMore: false });
  assert.deepEqual([stream.keys(), stream.model.pager.isAtStart], [range(41, 100), false]);
});

test("after a failure a page is requested by a retry only, and the other edge goes on", () => {
  const stream = window();
  const [[, request]] = stream.nears("top");
  stream.model.failPage(request);
  assert.deepEqual([stream.model.pager.failed, stream.nears("top")], ["top", []]);
  stream.insert([101], 0, 50); // prunes below
  assert.equal(stream.nears("bottom").length, 1);
});

test("where a small limit prunes on the other side, pages do not follow each other for ever", () => {
  const stream = window({ items: range(61, 100) });
  stream.view.distances = () => ({ above: 300, below: 300 });
  stream.model.requestMore();
  const [request] = stream.sent();
  loads(stream, request, range(51, 60), { limit: 40 });
  assert.deepEqual(stream.sent(), page("top", 51), "further up, but not down to what was just pruned");
});

test("who was brought to the other edge by pages gets on from there, once", () => {
  const stream = window({ items: range(61, 100) });
  const [request] = stream.nears("top");
  stream.view.distances = () => ({ above: 500, below: 0 });
  loads(stream, request, range(51, 60), { limit: 40 });
  assert.deepEqual(stream.sent(), page("bottom", 90));
});

test("rows created while the last page loads are requested once it is complete", () => {
  const stream = window({ items: range(1, 100), topic: "news", limit: -60 });
  const [up] = stream.nears("top");
  loads(stream, up, [0], { limit: 60, hasMore: true, revision: 100 });
  const [down] = stream.nears("bottom");
  stream.model.onBroadcast(101, "insert", drawn([101]));
  assert.equal(stream.model.unseen, 1);
  loads(stream, down, range(60, 100), { limit: -60, hasMore: false, revision: 100 });
  assert.deepEqual(stream.sent(), [["follow", { since: 100 }]]);
});

test("when all rows are removed one by one, the last page is requested", () => {
  const stream = window({ items: [51, 52], topic: "news" });
  stream.model.onBroadcast(3, "remove", ["51"]);
  assert.deepEqual(stream.sent(), []);
  stream.model.onBroadcast(4, "remove", ["52"]);
  assert.deepEqual(stream.sent(), [["jump", {}]]);
});

test("where nothing was, nothing is requested because something else went", () => {
  const stream = window({ items: [], pages: ["first", "top"] });
  loads(stream, ["page", { edge: "first", key: "" }], []);
  stream.remove(7);
  assert.deepEqual(stream.sent(), []);
});

// ---- to a row

const seek = ({ model, sent }, key, canLoad) => {
  model.apply([["seek", String(key), canLoad]], null, null);
  return sent();
};

test("where a list opens at a row, it is shown, once it has been loaded", () => {
  const first = open({ items: range(41, 50), opensAt: "45" });
  assert.deepEqual([first.view.shown, first.view.targets], ["45", ["45"]]);
  const later = open({ pages: ["first"], opensAt: "45" });
  assert.equal(later.view.shown, undefined);
  loads(later, ["page", { edge: "first", key: "" }], range(41, 50));
  assert.deepEqual([later.view.shown, later.view.targets], ["45", ["45"]]);
});

test("a row that is there is shown without asking the server", () => {
  const stream = window();
  assert.deepEqual([seek(stream, 60, true), stream.view.shown, stream.view.targets], [[], "60", ["60"]]);
});

test("a row that is not there is loaded with those around it, in place of all others", () => {
  const stream = window();
  const [request] = seek(stream, 20, true);
  assert.deepEqual(request, ["page", { edge: "around", key: "20" }]);
  stream.model.apply([["around", drawn(range(11, 30)), "20"]], null, request[1]);
  stream.model.completePage(request[1], null);
  assert.deepEqual([stream.keys(), stream.view.shown, stream.view.targets], [range(11, 30), "20", ["20"]]);
  assert.deepEqual(stream.nears("top"), page("top", 11));
  loads(stream, page("top", 11)[0], []);
  assert.deepEqual(stream.nears("bottom"), page("bottom", 30));
});

test("a row that can not be loaded leaves all as it was, and that is reported", () => {
  for (const canLoad of [false, true]) {
    const stream = window();
    const [request] = seek(stream, 20, canLoad);
    if (canLoad) {
      stream.model.apply([["around", drawn([18, 19, 21]), "20"]], null, request[1]);
      stream.model.completePage(request[1], null);
    }
    assert.deepEqual([stream.keys(), stream.view.shown, stream.view.targets], [range(51, 100), undefined, ["20"]]);
  }
});

test("away from the end of a topic, rows that come are counted, and reading down leads back to it", () => {
  const stream = window({ topic: "news", limit: -60 });
  const [request] = seek(stream, 20, true);
  stream.model.apply([["around", drawn(range(11, 30)), "20"]], 50, request[1]);
  stream.model.completePage(request[1], null);
  stream.model.onBroadcast(51, "insert", drawn([101]));
  assert.deepEqual([stream.keys(), stream.model.unseen], [range(11, 30), 1]);
  loads(stream, stream.nears("bottom")[0], range(31, 101), { hasMore: false });
  assert.deepEqual([stream.keys().at(-1), stream.model.isNearEnd], [101, false]);
});

test("who was sent to a row near the end of its rows is taken to the newest ones only after scrolling", () => {
  const stream = window({ topic: "news", limit: -60, pages: ["top"] });
  const [request] = seek(stream, 20, true);
  stream.view.distances = () => ({ above: 1000, below: 0 });
  stream.model.apply([["around", drawn(range(11, 30)), "20"]], 50, request[1]);
  stream.model.completePage(request[1], null);
  assert.deepEqual([stream.view.shown, stream.sent()], ["20", []]);
  stream.model.pager.onMoved(); // the window has grown
  stream.model.requestMore();
  assert.deepEqual(stream.sent(), []);
  stream.model.pager.onMoved(1);
  stream.model.requestMore();
  assert.deepEqual(stream.sent(), [["jump", {}]]);
});

test("after a failure the rows around a row are requested once more by a retry", () => {
  const stream = window();
  const [request] = seek(stream, 20, true);
  stream.model.failPage(request[1]);
  stream.model.requestMore();
  assert.deepEqual([stream.sent(), stream.view.targets], [[], []]);
  stream.model.pager.retry();
  const [again] = stream.sent();
  assert.deepEqual(again, request);
  stream.model.apply([["around", drawn([20]), "20"]], null, again[1]);
  assert.equal(stream.view.shown, "20");
});

test("while the list is hidden nobody is sent to a row; once it is shown they are", () => {
  const stream = window();
  const distances = stream.view.distances;
  stream.view.distances = () => null;
  seek(stream, 60, false);
  assert.equal(stream.view.shown, undefined);
  stream.view.distances = distances;
  stream.model.requestMore();
  assert.equal(stream.view.shown, "60");
});

// ---- all rows once more

test("all rows are requested once more, in place of whatever was requested before", () => {
  const stream = window({ pages: ["first", "top"], items: range(51, 60) });
  loads(stream, ["page", { edge: "first", key: "60" }], []);
  const [before] = stream.nears("top");
  stream.view.scroll(false, false);
  stream.model.apply([["reload"]], null, null);
  const [[, request]] = stream.sent();
  assert.equal(request.edge, "all");
  loads(stream, before, range(41, 50));
  stream.model.apply([["reset", drawn([70, 71])]], null, request);
  stream.model.completePage(request, null);
  assert.deepEqual([stream.keys(), stream.model.pager.loading], [[70, 71], null]);
});

test("what is requested twice is answered twice, and the later answer is shown", () => {
  const stream = window({ pages: ["first"], items: [1] });
  loads(stream, ["page", { edge: "first", key: "1" }], []);
  for (let times = 0; times < 2; times += 1) stream.model.apply([["reload"]], null, null);
  const [[, before], [, after]] = stream.sent();
  for (const [request, keys] of [[before, [1, 2]], [after, [1, 2, 3]]]) {
    stream.model.apply([["reset", drawn(keys)]], null, request);
    stream.model.completePage(request, null);
  }
  assert.deepEqual([stream.keys(), stream.model.pager.loading], [[1, 2, 3], null]);
});

// ---- back to a place

test("whoever comes back to a place gets the pages above, until its row is there", () => {
  const stream = open({ items: range(41, 50), pages: ["top"] });
  stream.view.scroll(false, true);
  stream.model.showPlace([{ key: "gone", offset: 5 }, { key: "23", offset: 9 }]);
  for (const first of [31, 21]) {
    const [request] = stream.sent();
    assert.deepEqual(request, ["page", { edge: "top", key: String(first + 10) }]);
    loads(stream, request, range(first, first + 9));
  }
  assert.equal(stream.view.shown, "23");
  assert.deepEqual(stream.sent(), []);
});

test("a place whose row has gone is given up at the beginning", () => {
  const stream = open({ items: range(11, 20), pages: ["top"] });
  stream.view.scroll(false, true);
  stream.model.showPlace([{ key: "gone", offset: 5 }]);
  loads(stream, stream.sent()[0], [], { hasMore: false });
  assert.deepEqual([stream.view.shown, stream.sent()], [undefined, []]);
});

test("or after so many pages", () => {
  const stream = open({ items: [1000], pages: ["top"] });
  stream.view.scroll(false, true);
  stream.model.showPlace([{ key: "gone", offset: 5 }]);
  let pages = 0;
  for (let [request] = stream.sent(); request; [request] = stream.sent()) {
    pages += 1;
    loads(stream, request, [1000 - pages]);
    stream.view.scroll(false, true);
  }
  assert.equal(pages, 20);
});

test("whoever goes to the newest rows meanwhile is not brought back", () => {
  const stream = open({ items: range(41, 50), pages: ["top"] });
  stream.view.scroll(false, true);
  stream.model.showPlace([{ key: "33", offset: 5 }]);
  stream.model.jump();
  loads(stream, stream.sent()[0], range(31, 40));
  assert.equal(stream.view.shown, undefined);
});

test("where the server loads the rows around any key, they are requested at once, for one row of the place after the other", () => {
  const stream = open({ items: range(941, 950), pages: ["top", "bottom"], topic: "news", canLoadAround: true });
  stream.view.scroll(false, true);
  stream.model.showPlace([{ key: "22", offset: 5 }, { key: "23", offset: 9 }]);
  for (const key of ["22", "23"]) {
    const [request] = stream.sent();
    assert.deepEqual(request, ["page", { edge: "around", key }]);
    stream.model.apply([["around", drawn([20, 21, 23, 24]), key]], 10, request[1]);
    stream.model.completePage(request[1], null);
  }
  assert.deepEqual([stream.view.shown, stream.keys()], ["23", [20, 21, 23, 24]]);
});

test("a script can go to a row that is not there", () => {
  const stream = open({ items: range(41, 50), pages: ["top"], canLoadAround: true });
  stream.model.showRow("45");
  assert.deepEqual([stream.view.targets.at(-1), stream.sent()], ["45", []]);
  stream.model.showRow("12");
  const [request] = stream.sent();
  assert.deepEqual(request, ["page", { edge: "around", key: "12" }]);
  stream.model.apply([["around", drawn(range(8, 16)), "12"]], null, request[1]);
  stream.model.completePage(request[1], null);
  assert.deepEqual([stream.view.targets.at(-1), stream.keys()], ["12", range(8, 16)]);
});

test("a list that opens at a row and has its last one asks for nothing below, and goes on with what is new", () => {
  const options = { items: range(1, 10), pages: ["top", "bottom"], topic: "news", opensAt: "7" };
  for (const hasLast of [true, false]) {
    const stream = open({ ...options, hasLast });
    assert.equal(stream.model.pager.isAtEnd, hasLast);
    stream.view.scroll(false, true);
    stream.model.onBroadcast(11, "insert", drawn([11]));
    assert.deepEqual(stream.keys().at(-1), hasLast ? 11 : 10);
  }
});
