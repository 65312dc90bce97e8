// Which rooms are prerendered before their links are clicked, and when a prerendered room is shown.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mock, test } from "node:test";

globalThis.window = { socket: { id: "socket-1" } };
globalThis.document = Object.assign(new EventTarget(), { documentElement: new EventTarget() });
const { listenOn } = await import("stream_heard");
const { activatePrerendered, prerenderOnIntent, setRoomSlots } = await import("prerendered_room");

const linkTo = (room) => {
  const link = { pathname: `/rooms/${room}`, matches: () => true };
  return Object.assign(link, { closest: () => link });
};
const BESIDE = { closest: () => null, matches: () => false };

let asked, page, slots;

test.beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  asked = [];
  page = new AbortController();
  slots = { prerendered: null, shown: 0, activate: () => (slots.shown += 1) };
  setRoomSlots(slots);
  prerenderOnIntent(page.signal, (path) => asked.push(path));
});

test.afterEach(() => {
  page.abort();
  mock.timers.reset();
});

function happens(name, target, about = {}) {
  const event = Object.assign(new Event(name), about);
  Object.defineProperty(event, "target", { value: target });
  document.dispatchEvent(event);
}

const points = (target, pointerType = "mouse") => happens("pointerover", target, { pointerType });

test("a mouse that sweeps over all rooms asks for the one that it rests on, once", () => {
  const links = Array.from({ length: 500 }, (_, room) => linkTo(room));
  for (const link of links) {
    points(link);
    mock.timers.tick(70);
  }
  points(links.at(-1));
  assert.deepEqual(asked, []);
  mock.timers.tick(500);
  assert.deepEqual(asked, ["/rooms/499"]);
});

test("a mouse that has gone on asks for nothing, nor does a finger that is only near", () => {
  points(linkTo(1));
  points(BESIDE);
  points(linkTo(2));
  document.documentElement.dispatchEvent(new Event("pointerleave"));
  points(linkTo(3), "touch");
  mock.timers.tick(500);
  assert.deepEqual(asked, []);
});

test("a press asks at once, a focus after a rest, the right button never", () => {
  happens("pointerdown", linkTo(1), { button: 0 });
  happens("pointerdown", linkTo(2), { button: 2 });
  assert.deepEqual(asked, ["/rooms/1"]);
  happens("focusin", linkTo(3));
  assert.equal(asked.length, 1);
  mock.timers.tick(80);
  assert.deepEqual(asked, ["/rooms/1", "/rooms/3"]);
});

test("a prerendered room is shown where it was asked for, by the socket that hears it, if nothing newer was heard", () => {
  const socket = new EventEmitter();
  listenOn(socket);
  slots.prerendered = { number: 5, path: "/rooms/1", topic: "room:1", revision: 7, sockets: ["socket-1"] };
  socket.emit("stream", "room:1", 7);
  assert.equal(activatePrerendered("/rooms/2"), null);
  assert.equal(activatePrerendered("/rooms/1"), slots.prerendered);
  happens("pointerdown", linkTo(1), { button: 0 });
  assert.deepEqual(asked, [], "it is there");
  window.socket.id = "socket-2";
  assert.equal(activatePrerendered("/rooms/1"), null);
  window.socket.id = "socket-1";
  socket.emit("stream", "room:1", 8, "insert", []);
  assert.equal(activatePrerendered("/rooms/1"), null);
  happens("pointerdown", linkTo(1), { button: 0 });
  assert.deepEqual([slots.shown, asked], [1, ["/rooms/1"]]);
});
