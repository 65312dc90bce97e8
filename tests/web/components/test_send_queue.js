// Messages that wait to be sent: in order, one at a time, until the server has answered.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { SendQueue } from "send_queue";

function makeQueue(...kept) {
  const stored = kept.map((body, index) => ({ clientId: `kept-${index}`, body, at: index }));
  const state = {
    pendingMessages: () => [...stored],
    addPendingMessage(body) {
      stored.push({ clientId: body, body, at: stored.length });
      return stored.at(-1);
    },
    removePendingMessage: (id) => stored.splice(0, stored.length, ...stored.filter(({ clientId }) => clientId !== id)),
  };
  const sent = [];
  const queue = new SendQueue([], state, ({ body }) => sent.push(body));
  queue.setLive(true);
  return { queue, sent, stored };
}

const add = (queue, ...bodies) => bodies.forEach((body) => queue.add(body, { isGrouped: false }));

test("the next one goes out when the one before is acknowledged", () => {
  const { queue, sent, stored } = makeQueue();
  add(queue, "one", "two");
  assert.deepEqual(sent, ["one"]);
  queue.acknowledged("one");
  assert.deepEqual(sent, ["one", "two"]);
  assert.deepEqual(stored.map(({ body }) => body), ["two"]);
  queue.close();
});

test("what was kept through a reload goes out first", () => {
  const { queue, sent } = makeQueue("kept");
  add(queue, "new");
  queue.acknowledged("kept-0");
  assert.deepEqual(sent, ["kept", "new"]);
  queue.close();
});

test("after a cut the unanswered one is sent again", () => {
  const { queue, sent } = makeQueue();
  add(queue, "one");
  queue.setLive(false);
  queue.setLive(true);
  assert.deepEqual(sent, ["one", "one"]);
  queue.close();
});

test("a refused one waits for a retry, and lets the others pass", () => {
  const { queue, sent } = makeQueue();
  add(queue, "one", "two");
  queue.refused("one", "Too long.");
  assert.deepEqual(queue.entries.map(({ error }) => error), ["Too long.", null]);
  queue.acknowledged("two");
  queue.retry("one");
  assert.deepEqual(sent, ["one", "two", "one"]);
  queue.close();
});

test("a postponed one goes out by itself, before those after it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { queue, sent } = makeQueue();
  add(queue, "one", "two");
  queue.postponed("one", 3);
  mock.timers.tick(2999);
  assert.deepEqual(sent, ["one"]);
  mock.timers.tick(1);
  assert.deepEqual(sent, ["one", "one"]);
  queue.close();
  mock.timers.reset();
});

test("one without an answer fails after twenty seconds", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { queue } = makeQueue();
  add(queue, "one");
  mock.timers.tick(20_000);
  assert.equal(queue.entries[0].error, "The server did not answer.");
  mock.timers.reset();
});

test("once closed it sends nothing more, even if an answer comes late", () => {
  const { queue, sent, stored } = makeQueue();
  add(queue, "one", "two");
  queue.close();
  queue.acknowledged("one");
  assert.deepEqual(sent, ["one"]);
  assert.deepEqual(stored.map(({ body }) => body), ["two"]);
});
