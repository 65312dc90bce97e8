// When a page says that somebody does something at it, and what it shows of others.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

const MINUTE = 60_000;

globalThis.window = Object.assign(new EventTarget(), { matchMedia: () => ({ matches: false }) });
globalThis.document = new EventTarget();
globalThis.MutationObserver = class {
  disconnect() {}
};
globalThis.requestAnimationFrame = () => {};
const { showPresence, watchPresence } = await import("presence");

let told, page, listeners, dots;

const dot = (id) => ({ dataset: { presenceOf: id }, setAttribute: (name, value) => (dots.labels[`${id} ${name}`] = value) });

test.beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.UTC(2026, 6, 1) });
  [told, listeners] = [[], {}];
  dots = Object.assign([dot("3"), dot("4"), dot("3")], { labels: {} });
  document.visibilityState = "visible";
  document.querySelectorAll = () => dots;
  window.socket = { connected: true, on: (event, listener) => (listeners[event] = listener), off: () => {} };
  page = new AbortController();
  window.dispatchEvent(new Event("pointerdown"));
  watchPresence(page.signal, (event) => told.push(event));
  window.dispatchEvent(new Event("pointerdown"));
  told.splice(0);
});

test.afterEach(() => {
  page.abort();
  mock.timers.reset();
});

function looks(state) {
  document.visibilityState = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

test("with each connection it says whether one is active, and asks for those whom it shows", () => {
  listeners.connect();
  assert.deepEqual(told, [{ active: true, shown: [3, 4] }]);
});

test("after ten minutes without doing anything one is away, until one does something", () => {
  mock.timers.tick(9 * MINUTE);
  window.dispatchEvent(new Event("pointermove"));
  mock.timers.tick(9 * MINUTE);
  assert.deepEqual(told, []);
  mock.timers.tick(2 * MINUTE);
  assert.deepEqual(told, [{ active: false }]);
  window.dispatchEvent(new Event("pointermove"));
  assert.deepEqual(told, [{ active: false }, { active: true }]);
});

test("a page that is hidden for a moment says nothing", () => {
  looks("hidden");
  mock.timers.tick(1000);
  looks("visible");
  mock.timers.tick(MINUTE);
  assert.deepEqual(told, []);
  looks("hidden");
  mock.timers.tick(MINUTE);
  assert.deepEqual(told, [{ active: false }]);
  looks("visible");
  mock.timers.tick(0);
  assert.deepEqual(told, [{ active: false }, { active: true }]);
});

test("without a connection nothing is said", () => {
  window.socket.connected = false;
  listeners.disconnect();
  looks("hidden");
  mock.timers.tick(20 * MINUTE);
  assert.deepEqual(told, []);
});

test("what is told is shown at all pictures of a person, with words", () => {
  showPresence([[3], [], [4]]);
  assert.deepEqual(dots.map(({ dataset }) => dataset.presence), ["active", "offline", "active"]);
  assert.equal(dots.labels["3 aria-label"], "Active");
  listeners["stream-signal"]("people", "presence", [[], [3], []]);
  assert.deepEqual(dots.map(({ dataset }) => dataset.presence), ["away", "offline", "away"]);
});

test("the emoji of a status is shown with its text, until it is cleared or over", () => {
  const sign = { dataset: { statusOf: "5" }, textContent: "", title: "", setAttribute: () => {}, removeAttribute: () => {} };
  dots.push(sign);
  const shown = () => [sign.textContent, sign.title];
  listeners.connect();
  assert.deepEqual(told, [{ active: true, shown: [3, 4, 5] }]);
  showPresence([[5], [], []], [[5, "🌴", "On vacation", 5 * MINUTE]]);
  assert.deepEqual(shown(), ["🌴", "On vacation"]);
  mock.timers.tick(4 * MINUTE);
  assert.deepEqual(shown(), ["🌴", "On vacation"]);
  mock.timers.tick(2 * MINUTE);
  assert.deepEqual(shown(), ["", ""]);
  listeners["stream-signal"]("people", "statuses", [[5, "📟", "", null]]);
  mock.timers.tick(90 * MINUTE);
  assert.deepEqual(shown(), ["📟", "📟"]);
  listeners["stream-signal"]("people", "statuses", [[5, "", "", null]]);
  assert.deepEqual(shown(), ["", ""]);
});

test("where too much has changed to be told, all ask at different moments", () => {
  mock.method(Math, "random", () => 0.5);
  listeners["stream-signal"]("people", "presence", null);
  mock.timers.tick(4_000);
  assert.deepEqual(told, []);
  mock.timers.tick(2_000);
  assert.deepEqual(told, [{ active: true, shown: [3, 4] }]);
  mock.restoreAll();
});
