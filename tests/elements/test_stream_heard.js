// How far a page has heard topics that no list shows yet.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { heardOf, listenOn } from "stream_heard";

test("the newest revision of each topic is noted once, in whatever order they come, of changes alone", () => {
  const socket = new EventEmitter();
  listenOn(socket);
  listenOn(socket);
  for (const revision of [4, 6, 5]) socket.emit("stream", "room:1", revision, "insert", []);
  socket.emit("stream-signal", "room:2", "typing", { id: 1 });
  socket.emit("stream-signal", "room:3", "words", {}, 9);
  assert.deepEqual(["room:1", "room:2", "room:3"].map(heardOf), [6, 0, 9]);
  assert.equal(socket.listenerCount("stream"), 1);
});
