// Reminders on the page of what is saved: who types a time means it, and without a zone in the profile the device's counts.
import { clockIn, deviceZone } from "clock";

const zone = deviceZone();

// Before anything is typed; a form that was refused keeps what was.
function showHere(form) {
  const { own, was } = form.elements;
  const time = form.parentElement.querySelector("summary time");
  form.elements.zone.value = zone;
  own.min = clockIn(zone, Date.now());
  if (!time) return;
  const at = Number(time.dataset.at);
  time.textContent = new Date(at).toLocaleString([], { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" });
  if (own.value === was.value) own.value = own.defaultValue = clockIn(zone, at);
  was.value = clockIn(zone, at);
}

for (const form of document.querySelectorAll(".reminder-form")) {
  const { own, when } = form.elements;
  const isHere = !form.dataset.readIn || form.dataset.readIn === zone;
  form.parentElement.querySelector("[data-reminder-zone]").hidden = isHere;
  if (!form.dataset.readIn && zone) showHere(form);
  own.addEventListener("input", () => {
    when.value = "own";
  });
  when.addEventListener("change", () => {
    if (when.value !== "own") own.value = own.defaultValue;
  });
}
