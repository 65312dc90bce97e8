// Following a topic: what is applied, what is requested, and when a stream is up to date.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { TopicFollower } from "stream_follower";

// A follower of rows as of a revision, and all that it does.
function follow(revision) {
  const done = [];
  const note = (what) => (...args) => done.push([what, ...args]);
  const list = { broadcast: note("broadcast"), changes: note("changes"), replace: note("replace") };
  const follower = new TopicFollower({ revision, list, send: note("send"), onState: note("state") });
  return { follower, take: () => done.splice(0) };
}

const answerTo = (revision, answer = {}) => ({ revision, created: [], edited: [], deleted: [], reset: null, ...answer });

function followLive(revision) {
  const { follower, take } = follow(revision);
  follower.onConnect();
  follower.onAnswer(answerTo(revision));
  take();
  return { follower, take };
}

const requestSince = (since) => [
  ["state", "connecting"],
  ["send", "follow", { since }],
];

test("connected, it requests the changes since its rows, and is live once it has them", () => {
  const { follower, take } = follow(3);
  follower.onConnect();
  assert.deepEqual(take(), requestSince(3));
  follower.onAnswer(answerTo(3));
  assert.deepEqual(take(), [["state", "live"]]);
});

test("a page that heard the topic already when its rows were sent is live with them, and has asked nothing", () => {
  const { follower, take } = follow(3);
  follower.onEntered(0);
  assert.deepEqual(take(), [["state", "live"]]);
  follower.onBroadcast(4, "insert", [["4", "<li>4</li>"]]);
  assert.deepEqual(take().at(0), ["broadcast", "insert", [["4", "<li>4</li>"]]]);
});

test("what such a page heard before its list was there, it asks for", () => {
  const { follower, take } = follow(3);
  follower.onEntered(4);
  assert.deepEqual(take(), requestSince(3));
});

test("without any rows to begin with it requests the last page", () => {
  const { follower, take } = follow(-1);
  follower.onConnect();
  assert.deepEqual(take(), requestSince(null));
});

test("the next revision is applied", () => {
  const { follower, take } = followLive(3);
  follower.onBroadcast(4, "insert", [["4", "<li>4</li>"]]);
  assert.deepEqual(take(), [
    ["broadcast", "insert", [["4", "<li>4</li>"]]],
    ["state", "live"],
  ]);
});

for (const revision of [1, 2, 3]) {
  test(`revision ${revision} of 3 is old, or comes twice: nothing happens`, () => {
    const { follower, take } = followLive(3);
    follower.onBroadcast(revision, "insert", [["1", "<li>old</li>"]]);
    assert.deepEqual(take(), [["state", "live"]]);
  });
}

test("a gap is requested once, however much comes before the answer", () => {
  const { follower, take } = followLive(3);
  follower.onBroadcast(6, "insert", []);
  follower.onBroadcast(7, "insert", []);
  assert.deepEqual(take(), requestSince(3));
  follower.onAnswer(answerTo(7, { deleted: ["1"] }));
  assert.deepEqual(take(), [
    ["changes", { created: [], edited: [], deleted: ["1"] }],
    ["state", "live"],
  ]);
});

test("what has come since the answer was read is requested next", () => {
  const { follower, take } = followLive(3);
  follower.onBroadcast(5, "remove", ["1"]);
  follower.onBroadcast(6, "remove", ["2"]);
  take();
  follower.onAnswer(answerTo(5));
  assert.deepEqual(take().slice(1), requestSince(5));
});

test("a heartbeat that is ahead is a gap, and one that says nothing new is none", () => {
  const { follower, take } = followLive(3);
  follower.onBroadcast(3);
  assert.deepEqual(take(), [["state", "live"]]);
  follower.onBroadcast(4);
  assert.deepEqual(take(), requestSince(3));
});

test("rows read at an older revision have later changes requested again", () => {
  const { follower, take } = followLive(10);
  follower.rewindTo(8);
  follower.catchUp();
  assert.deepEqual(take(), requestSince(8));
});

test("an answer overtaken by rows of an older revision lacks changes, which are requested", () => {
  const { follower, take } = followLive(10);
  follower.onBroadcast(11);
  follower.rewindTo(8);
  take();
  follower.onAnswer(answerTo(11));
  assert.deepEqual(take().slice(1), requestSince(8));
});

test("too much to catch up with: the last page replaces all rows", () => {
  const { follower, take } = followLive(3);
  follower.onBroadcast(500);
  take();
  follower.onAnswer(answerTo(500, { reset: [] }));
  assert.deepEqual(take(), [
    ["replace", []],
    ["state", "live"],
  ]);
});

test("what the server could not read is requested again after five seconds", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { follower, take } = follow(3);
  follower.onConnect();
  take();
  follower.onAnswer(null);
  mock.timers.tick(4999);
  assert.deepEqual(take(), []);
  mock.timers.tick(1);
  assert.equal(take().at(-1)[1], "follow");
  follower.onAnswer(null);
  follower.onDisconnect();
  take();
  mock.timers.tick(5000);
  assert.deepEqual(take(), [], "without a connection there is nobody to ask");
  mock.timers.reset();
});

test("disconnected, it is no longer live, and catches up when it is back", () => {
  const { follower, take } = followLive(3);
  follower.onDisconnect();
  assert.deepEqual(take(), [["state", "connecting"]]);
  follower.onConnect();
  assert.deepEqual(take(), requestSince(3));
});
