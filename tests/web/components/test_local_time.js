// Times in the zone of this device, and when they look different.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { dayName, fullTime, onLocalTimeChanged, shortTime, timeOfDay, watchLocalTime } from "local_time";

const EVENING = Date.UTC(2026, 10, 28, 22, 30);
const HOUR = 3_600_000;

let changes, watching;

// A page that was opened that evening in London, and looks whether times have changed.
test.beforeEach(() => {
  process.env.TZ = "Europe/London";
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: EVENING });
  globalThis.window = new EventTarget();
  globalThis.document = new EventTarget();
  changes = 0;
  watching = new AbortController();
  watchLocalTime(watching.signal);
  const stop = onLocalTimeChanged(() => (changes += 1));
  watching.signal.addEventListener("abort", stop);
});

test.afterEach(() => {
  watching.abort();
  mock.timers.reset();
});

const comesBack = () => document.dispatchEvent(new Event("visibilitychange"));

const hour = (text) => /\b(\d+):30/.exec(text)[1];

test("today becomes yesterday just after midnight", () => {
  assert.equal(dayName(EVENING), "Today");
  mock.timers.tick(1.5 * HOUR - 1000);
  assert.equal(changes, 0);
  mock.timers.tick(2000);
  assert.equal(changes, 1);
  assert.equal(dayName(EVENING), "Yesterday");
});

for (const event of ["focus", "pageshow", "visibilitychange"]) {
  test(`after a sleep over midnight it is known by ${event}, once`, () => {
    mock.timers.setTime(EVENING + 10 * HOUR); // timers stand still meanwhile
    const target = event === "visibilitychange" ? document : window;
    for (const _ of [1, 2]) target.dispatchEvent(new Event(event));
    assert.equal(changes, 1);
    assert.equal(dayName(EVENING), "Yesterday");
  });
}

test("in another zone times, and days, are others", () => {
  process.env.TZ = "Asia/Tokyo";
  comesBack();
  assert.equal(changes, 1);
  assert.deepEqual([hour(timeOfDay(EVENING)), hour(fullTime(EVENING)), dayName(EVENING)], ["7", "7", "Today"]);
  assert.equal(dayName(EVENING - 8 * HOUR), "Yesterday");
});

test("a zone of the same name with another offset is another one, too", () => {
  mock.timers.setTime(Date.UTC(2026, 2, 29, 0, 30));
  comesBack();
  changes = 0;
  mock.timers.setTime(Date.UTC(2026, 2, 29, 1, 30)); // summer time has begun
  comesBack();
  assert.equal(changes, 1);
});

test("who stays and looks on sees it within half a minute", () => {
  process.env.TZ = "America/New_York";
  mock.timers.tick(30_000);
  assert.equal(changes, 1);
  assert.equal(hour(timeOfDay(EVENING)), "5");
});

test("as long as nothing changes nobody is called", () => {
  for (const _ of [1, 2, 3]) mock.timers.tick(60_000);
  comesBack();
  window.dispatchEvent(new Event("focus"));
  assert.equal(changes, 0);
});

test("in a list a time is as short as it can be understood", () => {
  const now = new Date(2026, 10, 29, 15).getTime();
  mock.timers.setTime(now);
  assert.equal(shortTime(now - HOUR), timeOfDay(now - HOUR));
  assert.equal(shortTime(now - 24 * HOUR), "Yesterday");
  assert.match(shortTime(now - 6 * 24 * HOUR), /^\w{3}$/);
  assert.match(shortTime(now - 7 * 24 * HOUR), /22/);
  assert.match(shortTime(now - 400 * 24 * HOUR), /2025/);
});

test("a page that is closed does not look any more", () => {
  watching.abort();
  mock.timers.tick(24 * HOUR);
  assert.equal(changes, 0);
});
