// Times as this device shows them. The day ends while a page is open, perhaps while the device sleeps, and the zone
// changes on a journey: whoever shows times is called then.

const CHECK_INTERVAL = 30_000; // ms

const FORMATS = {
  time: { hour: "numeric", minute: "2-digit" },
  exact: { timeStyle: "medium" },
  full: { dateStyle: "full", timeStyle: "medium" },
  day: { weekday: "long", day: "numeric", month: "long" },
  dayAndYear: { dateStyle: "full" },
  weekday: { weekday: "short" },
  date: { day: "numeric", month: "short" },
  dateAndYear: { day: "numeric", month: "short", year: "numeric" },
};

// A format keeps the zone that it was made in, and is costly to make.
const makeFormats = () =>
  Object.fromEntries(Object.entries(FORMATS).map(([name, options]) => [name, new Intl.DateTimeFormat(undefined, options)]));

let formats = makeFormats();

export const startOfDay = (time) => new Date(time).setHours(0, 0, 0, 0);

export const timeOfDay = (time) => formats.time.format(time);

export const exactTime = (time) => formats.exact.format(time);

export const fullTime = (time) => formats.full.format(time);

export const dateAndYear = (time) => formats.dateAndYear.format(time);

export const longDate = (time) => formats.dayAndYear.format(time);

const daysAgo = (time) => Math.round((startOfDay(Date.now()) - startOfDay(time)) / 86_400_000);

const isThisYear = (time) => new Date(time).getFullYear() === new Date().getFullYear();

// undefined for any other day
export const nearDay = (time) => ["Today", "Yesterday"][daysAgo(time)];

export const dayName = (time) => nearDay(time) ?? (isThisYear(time) ? formats.day : formats.dayAndYear).format(time);

// As short as it can be understood: "14:05", "Yesterday", "Tue", "3 Nov", "3 Nov 2025".
export function shortTime(time) {
  const days = daysAgo(time);
  if (days <= 0) return timeOfDay(time);
  if (days === 1) return "Yesterday";
  if (days < 7) return formats.weekday.format(time);
  return (isThisYear(time) ? formats.date : formats.dateAndYear).format(time);
}

const listeners = new Set();

// Calls back when what the functions above return has changed; returns a function that ends this.
export function onLocalTimeChanged(callback) {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

const zoneAndDay = () =>
  [Intl.DateTimeFormat().resolvedOptions().timeZone, new Date().getTimezoneOffset(), startOfDay(Date.now())].join();

const untilMidnight = () => new Date().setHours(24, 0, 1, 0) - Date.now();

// To be called once for each page. Timers stand still while the device sleeps, so it also looks when somebody comes back.
export function watchLocalTime(signal) {
  let known = zoneAndDay();
  let timer = null;

  const check = () => {
    clearTimeout(timer);
    timer = setTimeout(check, Math.min(CHECK_INTERVAL, untilMidnight()));
    const now = zoneAndDay();
    if (now === known) return;
    known = now;
    formats = makeFormats();
    for (const callback of listeners) callback();
  };

  for (const event of ["focus", "pageshow"]) window.addEventListener(event, check, { signal });
  document.addEventListener("visibilitychange", check, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  check();
}
