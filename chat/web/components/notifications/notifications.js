// Desktop notifications, if switched on in this browser.
import * as storage from "browser_storage";

const KEY = "streamchat:notify";
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MAX_LENGTH = 140; // characters of a message; the rest is in the room

// Chrome on Android has the class, but shows notifications of service workers only.
const isSupported = () => "Notification" in window && !/Android/.test(navigator.userAgent);

const isEnabled = () => isSupported() && storage.get(KEY) === "on" && Notification.permission === "granted";

// Keeps a right-to-left name or text from changing the order of what stands around it; text_direction.py does the same.
function isolate(text) {
  const plain = text.replace(CONTROLS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

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
