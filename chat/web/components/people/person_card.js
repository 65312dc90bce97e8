// The card of a person: a dialog with what the server tells of them. Loaded when it is opened first; on a page without other
// scripts it is all that there is, so it imports nothing.

const MINUTE = 60_000; // ms

let dialog = null;
let wanted = ""; // the newest press counts
let timer = null;

// How far the clocks of a zone are before ours, in ms.
function aheadOf(zone, now) {
  const inZone = (options) => new Date(now.toLocaleString("en-US", options)).getTime();
  return Math.round((inZone({ timeZone: zone }) - inZone({})) / MINUTE) * MINUTE;
}

function difference(ahead) {
  if (ahead === 0) return "same time as you";
  const minutes = Math.abs(ahead) / MINUTE;
  const parts = [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`];
  return `${parts.filter(Boolean).join(" ")} ${ahead > 0 ? "ahead" : "behind"}`;
}

// As `local_time` in person.py does, from the clock of this device.
export function localTime(zone, now = new Date()) {
  const time = now.toLocaleTimeString(undefined, { timeZone: zone, hour: "numeric", minute: "2-digit" });
  return `${time} local time, ${difference(aheadOf(zone, now))}`;
}

export function showLocalTimes(root) {
  for (const place of root.querySelectorAll("[data-zone]")) {
    try {
      place.textContent = localTime(place.dataset.zone);
    } catch {
      // a zone that this browser does not know: what the server has written stays
    }
  }
}

function make() {
  dialog = document.createElement("dialog");
  dialog.className = "dialog person-dialog";
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest(".dialog-close")) dialog.close();
  });
  dialog.addEventListener("close", () => clearInterval(timer));
  document.body.append(dialog);
}

function show(html, id, { open, message, shown }) {
  if (!dialog) make();
  dialog.innerHTML = html;
  dialog.dataset.card = id;
  dialog.setAttribute("aria-label", dialog.querySelector("[data-name]").dataset.name);
  showLocalTimes(dialog);
  clearInterval(timer);
  timer = setInterval(() => showLocalTimes(dialog), MINUTE / 4);
  const form = dialog.querySelector("form[data-message]");
  if (message) form?.addEventListener("submit", (event) => message(event, dialog));
  open(dialog);
  shown?.(dialog);
}

// Opens the card of a person.
// open(dialog): shows it; message(event, dialog): handles the form that opens direct messages; shown(dialog); failed(text).
export async function openCard(id, { open = (card) => card.showModal(), message, shown, failed = () => {} } = {}) {
  wanted = id;
  try {
    const response = await fetch(`/people/${id}/card`, { headers: { Accept: "text/html" } });
    if (wanted !== id) return;
    if (!response.ok || response.redirected) throw new Error(response.status);
    show(await response.text(), id, { open, message, shown });
  } catch (error) {
    console.warn(error);
    failed("The profile could not be loaded. Please try again.");
  }
}

// The link that was pressed to open a card here, and not its page in another tab.
export function pressedLink(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  return event.target.closest?.("a[data-person], button[data-person]");
}

// On a page without other scripts.
if (globalThis.document?.querySelector("script[data-people]")) {
  document.addEventListener("click", (event) => {
    const link = pressedLink(event);
    if (!link) return;
    event.preventDefault();
    openCard(link.dataset.person, {
      failed: () => {
        if (link.href) location.href = link.href;
      },
    });
  });
  showLocalTimes(document);
}
