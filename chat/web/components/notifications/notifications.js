// Desktop notifications, if switched on in this browser.
import * as storage from "browser_storage";
import { followLink } from "follow_link";

const KEY = "streamchat:notify";
const SOUND = "streamchat:sound"; // as in pages/settings/notifications.js
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MAX_LENGTH = 140; // characters of a message; the rest is in the room

// Chrome on Android has the class, but shows notifications of service workers only.
const isSupported = () => "Notification" in window && (!/Android/.test(navigator.userAgent) || Boolean(navigator.serviceWorker?.controller));

export const isEnabled = () => isSupported() && storage.get(KEY) === "on" && Notification.permission === "granted";

// Keeps a right-to-left name or text from changing the order of what stands around it; text_direction.py does the same.
function isolate(text) {
  const plain = text.replace(CONTROLS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

// The setting, as the dialog of keyboard shortcuts shows it.
export function showSetting(element) {
  element.hidden = !isSupported();
  if (element.hidden) return;
  const [text, button] = element.children;
  const isBlocked = Notification.permission === "denied";
  button.hidden = isBlocked;
  button.textContent = isEnabled() ? "Turn off notifications" : "Turn on notifications";
  if (isBlocked) text.textContent = "Notifications are blocked, by the browser's settings or because the address is not https.";
  else if (isEnabled()) text.textContent = "You are notified on this device. What of: each room’s menu, and Notifications in your own.";
  else text.textContent = "Get notified of mentions and direct messages while a page is open.";
}

// To be called by a click: otherwise browsers do not ask for the permission.
export async function toggleSetting() {
  if (isEnabled()) storage.remove(KEY);
  else if ((await Notification.requestPermission()) === "granted") storage.set(KEY, "on");
}

const shown = new Map(); // id of a room → its notification, unless the service worker has shown it

// Only there is one whoever has it pushed, too: then what is pushed and what the page shows replace each other.
async function worker() {
  try {
    return await navigator.serviceWorker?.getRegistration("/");
  } catch {
    return undefined; // a browser may forbid it
  }
}

// Shows what is to be told of a message, { room, message, title, text }, in place of what was shown of its room.
export async function showNotification({ room, message, title, text }, isNew, closed) {
  if (!isEnabled()) return;
  const characters = [...text.trim()];
  const body = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…` : characters.join("");
  const options = { body: isolate(body), tag: `/rooms/${room}` };
  if (isNew && storage.get(SOUND) === "on") playTone();
  const registration = await worker();
  if (registration) {
    await registration.showNotification(isolate(title), { ...options, icon: "/assets/icon-192.png", data: { room, message } });
    return;
  }
  const notification = new Notification(isolate(title), options);
  shown.set(String(room), notification);
  notification.addEventListener("click", () => {
    window.focus();
    openMessage({ room, message });
    notification.close();
    closed(room);
  });
  notification.addEventListener("close", () => {
    if (shown.get(String(room)) !== notification) return;
    shown.delete(String(room));
    closed(room);
  });
}

export async function withdrawNotification(room) {
  shown.get(String(room))?.close();
  shown.delete(String(room));
  const registration = await worker();
  for (const notification of (await registration?.getNotifications({ tag: `/rooms/${room}` })) ?? []) notification.close();
}

// To be called when the page goes: what it has shown would lead nowhere.
export function withdrawAll() {
  for (const notification of shown.values()) notification.close();
  shown.clear();
}

// What was pushed while no page was open is still shown by the browser, and no page knows of it: it goes once the message
// was read, or, with `isGone`, deleted. rooms: id → read mark
export async function withdrawPushed({ rooms = new Map(), isGone = () => false }) {
  const registration = await worker();
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const { room, message } = notification.data ?? {};
    if (message <= (rooms.get(String(room)) ?? 0) || isGone(message)) notification.close();
  }
}

// A click on what the service worker has shown.
export function listenToWorker(signal) {
  const opened = ({ data }) => data?.type === "streamchat:open" && openMessage(data);
  navigator.serviceWorker?.addEventListener("message", opened, { signal });
}

const openMessage = ({ room, message }) => followLink(`/rooms/${Number(room)}/@${Number(message)}`);

// Two short tones, made here: no file has to be loaded.
function playTone() {
  const context = new AudioContext();
  const { currentTime } = context;
  for (const [pitch, begin] of [
    [660, 0],
    [880, 0.12],
  ]) {
    const volume = context.createGain();
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, currentTime + begin);
    volume.gain.linearRampToValueAtTime(0.12, currentTime + begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, currentTime + begin + 0.25);
    tone.connect(volume).connect(context.destination);
    tone.start(currentTime + begin);
    tone.stop(currentTime + begin + 0.25);
    tone.onended = () => pitch === 880 && context.close();
  }
}
