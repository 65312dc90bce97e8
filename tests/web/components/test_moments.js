// Moments in texts, by the clock of this device.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

process.env.TZ = "Asia/Tokyo"; // before formats are made
const { showMoments } = await import("moments");

const EVENING = Date.UTC(2026, 10, 28, 22, 30, 9); // there, the next morning

const shown = (form, at) => {
  const element = { dataset: { at: String(at), form } };
  showMoments({ querySelectorAll: () => [element] });
  return element;
};

test("a moment is shown as it is here, whatever it said before", () => {
  mock.timers.enable({ apis: ["Date"], now: EVENING });
  assert.match(shown("time", EVENING).textContent, /\b7:30/);
  assert.match(shown("time_secs", EVENING).textContent, /\b7:30:09/);
  assert.match(shown("date", EVENING).textContent, /29.*2026|2026.*29/);
  assert.match(shown("date_long", EVENING).textContent, /29.*2026|2026.*29/);
  assert.equal(shown("date_pretty", EVENING).textContent, "Today");
  assert.equal(shown("date_pretty", EVENING - 8 * 3_600_000).textContent, "Yesterday");
  assert.match(shown("date_pretty", 0).textContent, /1970/);
  assert.equal(shown("time", EVENING).dateTime, "2026-11-28T22:30:09.000Z");
  assert.match(shown("time", 9_999_999_999_000).title, /2286/);
  mock.timers.reset();
});
