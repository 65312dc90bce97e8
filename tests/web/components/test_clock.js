// Dates and times as fields have them, by the clock of a zone that is not the device's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockIn, deviceZone } from "clock";

test("the clock is that of the zone, or of the device where there is none that it knows", () => {
  process.env.TZ = "Asia/Tokyo";
  const at = Date.UTC(2026, 10, 29, 15, 5);
  assert.equal(deviceZone(), "Asia/Tokyo");
  assert.equal(clockIn("Europe/Berlin", at), "2026-11-29T16:05");
  for (const zone of ["", "Nowhere/Such"]) assert.equal(clockIn(zone, at), "2026-11-30T00:05");
});
