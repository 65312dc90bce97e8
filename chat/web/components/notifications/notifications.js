// Desktop notifications, if switched on in this browser.
import * as storage from "browser_storage";
import { isolate } from "text_direction";
import { sourceOf } from "message_text";

const KEY = "streamchat:notify";
const MAX_LENGTH = 140; // characters of a message; the rest is in the room

// Chrome on Android has the class, but shows notifications of service workers only.
const isSupported = () => "Notification" in window && !/Android/.test(navigator.userAgent);

const isEnabled = () => isSupported() && storage.get(KEY) === "on" && Notification.permission === "granted";

let shown = null;

// The setting, as the dialog of keyboard shortcuts shows it.
export function showSetting(element) {
  element.hidden = !isSupported();
  if (element.hidden) return;
  const [text, button] = element.children;
  const isBlocked = Notification.permission === "denied";
  button.hidden = isBlocked;
  button.textContent = isEnabled() ? "Turn off notifications" : "Turn on notifications";
  if (isBlocked) text.textContent = "Notifications are blocked, by the browser's settings or because the address is not https.";
  else if (isEnabled()) text.textContent = "You are notified of new messages in the open room while you are away.";
  else text.textContent = "Get notified of new messages in the open room while you are away.";
}

// To be called by a click: otherwise browsers do not ask for the permission.
export async function toggleSetting() {
  if (isEnabled()) storage.remove(KEY);
  else if ((await Notification.requestPermission()) === "granted") storage.set(KEY, "on");
}

export function showNotification(row) {
  if (!isEnabled()) return;
  const text = [...sourceOf(row).trim()];
  const body = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1).join("")}…` : text.join("");
  const author = row.querySelector(":scope > b").textContent;
  shown = new Notification(isolate(author), { body: isolate(body), tag: location.pathname }); // replaces the room's last one
  shown.addEventListener("click", ({ target }) => {
    window.focus();
    target.close();
  });
}

export function hideNotification() {
  shown?.close();
  shown = null;
}
