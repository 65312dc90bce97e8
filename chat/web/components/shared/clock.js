// Dates and times as fields for them have them, by the clock of a time zone.

const FIELD = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

function partsIn(zone) {
  try {
    return new Intl.DateTimeFormat("en-US", { ...FIELD, timeZone: zone || undefined });
  } catch {
    return new Intl.DateTimeFormat("en-US", FIELD); // a zone that this browser does not know
  }
}

// Such as "2026-11-30T09:00", without a zone, as `<input type=datetime-local>` wants it.
export function clockIn(zone, at) {
  const { year, month, day, hour, minute } = Object.fromEntries(partsIn(zone).formatToParts(at).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}
