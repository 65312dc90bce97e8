// What time it is for somebody, by the clock of this device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { localTime, showLocalTimes } from "person_card";

const NOON = new Date(Date.UTC(2026, 6, 1, 12));

// The digits of the time depend on the language of the machine.
const distance = (zone) => localTime(zone, NOON).replace(/^.* local time, /u, "");

test.beforeEach(() => {
  process.env.TZ = "Europe/London";
});

test("the distance is told in hours and minutes", () => {
  assert.equal(distance("Europe/London"), "same time as you");
  assert.equal(distance("Europe/Berlin"), "1 h ahead");
  assert.equal(distance("America/New_York"), "5 h behind");
  assert.equal(distance("Asia/Kolkata"), "4 h 30 min ahead");
  assert.equal(distance("Pacific/Kiritimati"), "13 h ahead");
});

test("half an hour alone is minutes", () => {
  process.env.TZ = "Asia/Kathmandu";
  assert.equal(distance("Asia/Kolkata"), "15 min behind");
});

test("of a zone that this browser does not know the server's words stay", () => {
  const place = { dataset: { zone: "Europe/Atlantis" }, textContent: "14:00 local time" };
  showLocalTimes({ querySelectorAll: () => [place] });
  assert.equal(place.textContent, "14:00 local time");
});
