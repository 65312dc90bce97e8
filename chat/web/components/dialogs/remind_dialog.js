// When one wants to be reminded of a message: some moments to choose from, or a date and time of one's own.
import { makeDialog, toggle } from "dialog";

const TIMES = { "20-minutes": "In 20 minutes", "1-hour": "In 1 hour", "3-hours": "In 3 hours", tomorrow: "Tomorrow at 9:00", monday: "Next Monday at 9:00" };

const TEMPLATE = `
  <header class="dialog-head"><h2>Remind me</h2><button type="button" class="quiet dialog-close" aria-label="Close">✕</button></header>
  <div class="remind-times">${Object.entries(TIMES).map(([when, label]) => `<button type="button" data-when="${when}">${label}</button>`).join("")}</div>
  <form class="remind-own"><label>Date and time<input type="datetime-local" required></label><button type="submit" class="plain-button">Remind me</button></form>`;

let dialog = null;
let choose = null;

function chosen(when) {
  dialog.close();
  choose(when);
}

// As a field of a date and time wants it, without a zone.
const local = (at) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function make() {
  dialog = makeDialog("remind", "Remind me", TEMPLATE);
  dialog.querySelector(".remind-times").addEventListener("click", ({ target }) => target.dataset.when && chosen(target.dataset.when));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    chosen(dialog.querySelector("input").value);
  });
}

// onChoose(when): as of reminding.py
export function askWhen(onChoose) {
  if (!dialog) make();
  choose = onChoose;
  const field = dialog.querySelector("input");
  field.min = local(Date.now());
  field.value = "";
  toggle(dialog);
}
