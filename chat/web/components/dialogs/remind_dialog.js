// When one wants to be reminded of a message: some moments to choose from, or a date and time of one's own.
import { clockIn, deviceZone } from "clock";
import { makeDialog, toggle } from "dialog";

const TIMES = { "20-minutes": "In 20 minutes", "1-hour": "In 1 hour", "3-hours": "In 3 hours", tomorrow: "Tomorrow at 9:00", monday: "Next Monday at 9:00" };

const TEMPLATE = `
  <header class="dialog-head"><h2>Remind me</h2><button type="button" class="quiet dialog-close" aria-label="Close">✕</button></header>
  <div class="remind-times">${Object.entries(TIMES).map(([when, label]) => `<button type="button" data-when="${when}">${label}</button>`).join("")}</div>
  <form class="remind-own"><label>Date and time<input type="datetime-local" required></label><p class="remind-zone" hidden></p><button type="submit" class="plain-button">Remind me</button></form>`;

const MINUTE = 60_000; // ms
const FARTHEST = 5 * 365 * 24 * 60 * MINUTE; // as of reminding.py
const PATIENCE = 2000; // ms

let dialog = null;
let choose = null;
let zone = "";

function chosen(when) {
  dialog.close();
  choose(when, zone);
}

// That of the profile, which may have changed; without a connection, the device's.
async function findZone() {
  const answer = await fetch("/saved/zone", { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) }).catch(console.warn);
  const found = answer?.ok && !answer.redirected ? await answer.json() : {};
  return found.zone || deviceZone();
}

// The dialog may have been open for long.
function limit(field) {
  field.min = clockIn(zone, Date.now() + MINUTE);
  field.max = clockIn(zone, Date.now() + FARTHEST);
}

function make() {
  dialog = makeDialog("remind", "Remind me", TEMPLATE);
  dialog.querySelector(".remind-times").addEventListener("click", ({ target }) => target.dataset.when && chosen(target.dataset.when));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = dialog.querySelector("input");
    limit(field);
    if (event.target.reportValidity()) chosen(field.value);
  });
}

// onChoose(when, zone): as of reminding.py
export async function askWhen(onChoose) {
  zone = await findZone();
  if (!dialog) make();
  choose = onChoose;
  const field = dialog.querySelector("input");
  const note = dialog.querySelector(".remind-zone");
  note.textContent = `Times are those of ${zone}, the time zone of your profile.`;
  note.hidden = zone === deviceZone();
  limit(field);
  field.value = "";
  toggle(dialog);
}
