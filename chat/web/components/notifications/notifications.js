// Desktop notifications, if switched on in this browser.
import * as storage from "browser_storage";
import { isolate } from "text_direction";

const KEY = "streamchat:notify";
const MAX_LENGTH = 140; // characters of a message; the rest is in the room

// Chrome on Android has the class, but shows notifications of service workers only.
const isSupported = () => "Notification" in window && !/Android/.test(navigator.userAgent);

const isEnabled = () => isSupported() && storage.get(KEY) === "on" && Notification.permission === "granted";

let shown = null; // what is shown: { notification, message }

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

// Shows a message, { key, name, text }, in place of what was shown of its room.
export function notify(room, message) {
  if (!isEnabled()) return hideNotification();
  const characters = [...message.text.trim()];
  const body = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…` : characters.join("");
  const notification = new Notification(isolate(message.name), { body: isolate(body), tag: `/rooms/${room}` });
  shown = { notification, message: { ...message } };
  notification.addEventListener("click", () => {
    window.focus();
    notification.close();
  });
  notification.addEventListener("close", () => {
    if (shown?.notification === notification) shown = null;
  });
}

// To be called with the newest message that is unread now, or null: what is shown may have been changed or deleted.
export function updateNotification(room, message) {
  if (!shown) return;
  if (!message) return hideNotification();
  const isSame = ["key", "name", "text"].every((field) => message[field] === shown.message[field]);
  if (!isSame) notify(room, message);
}

export function hideNotification() {
  shown?.notification.close();
  shown = null;
}
