// Desktop notifications, if switched on in this browser.
import * as storage from "browser_storage";
import { isolate } from "text_direction";
import { sourceOf } from "message_text";

const KEY = "streamchat:notify";
const LONGEST = 140; // characters of a message; the rest is in the room

// Chrome on Android has the name only: there it is the business of service workers.
const isPossible = () => "Notification" in window && !/Android/.test(navigator.userAgent);

const isWanted = () => isPossible() && storage.get(KEY) === "on" && Notification.permission === "granted";

let shown = null;

export function showChoice(place) {
  place.hidden = !isPossible();
  if (place.hidden) return;
  const [words, button] = place.children;
  const isBlocked = Notification.permission === "denied";
  button.hidden = isBlocked;
  button.textContent = isWanted() ? "Turn off notifications" : "Turn on notifications";
  if (isBlocked) words.textContent = "Notifications are blocked, by the browser's settings or because the address is not https.";
  else if (isWanted()) words.textContent = "You are notified of new messages in the open room while you are away.";
  else words.textContent = "Get notified of new messages in the open room while you are away.";
}

// Called by a click, since that is when a browser, and a person, may be asked.
export async function toggleChoice() {
  if (isWanted()) storage.remove(KEY);
  else if ((await Notification.requestPermission()) === "granted") storage.set(KEY, "on");
}

export function notify(row) {
  if (!isWanted()) return;
  const text = [...sourceOf(row).trim()];
  const body = text.length > LONGEST ? `${text.slice(0, LONGEST - 1).join("")}…` : text.join("");
  const author = row.querySelector(":scope > b").textContent;
  shown = new Notification(isolate(author), { body: isolate(body), tag: location.pathname }); // a room's newest takes the place of the one before
  shown.addEventListener("click", ({ target }) => {
    window.focus();
    target.close();
  });
}

export function withdraw() {
  shown?.close();
  shown = null;
}
