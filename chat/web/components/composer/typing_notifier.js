<<<<<<< HEAD
// Notifies others that somebody is typing here, at intervals, unless switched off.
// The choice is this browser's.
import * as storage from "browser_storage";
=======
// Notifies the server that somebody is typing here, at intervals, unless it is switched off in this browser.
import { isConnected } from "server";
>>>>>>> 212af6c (Let one component own an open room in the browser: list, pending messages, editor, composer)

const KEY = "streamchat:typing";
const INTERVAL = 3000; // ms from one notification to the next

<<<<<<< HEAD
const isWanted = () => storage.get(KEY) !== "off";
=======
const isEnabled = () => localStorage[KEY] !== "off";
>>>>>>> 212af6c (Let one component own an open room in the browser: list, pending messages, editor, composer)

// The setting, as the dialog of keyboard shortcuts shows it.
export function showSetting(element) {
  element.hidden = false;
  const [text, button] = element.children;
  text.textContent = isEnabled() ? "Others see when you are typing." : "Others do not see when you are typing.";
  button.textContent = isEnabled() ? "Hide when I am typing" : "Show others when I am typing";
}

<<<<<<< HEAD
export function toggleChoice() {
  if (isWanted()) storage.set(KEY, "off");
  else storage.remove(KEY);
=======
export function toggleSetting() {
  if (isEnabled()) localStorage[KEY] = "off";
  else delete localStorage[KEY];
>>>>>>> 212af6c (Let one component own an open room in the browser: list, pending messages, editor, composer)
}

export class TypingNotifier {
  constructor(notify) {
    this.notify = notify;
    this.sent();
  }

  // To be called when somebody, and not a script, has changed the text.
  typed(text) {
    const now = performance.now();
    if (!text.trim() || now - this.lastTime < INTERVAL || !isEnabled() || !isConnected()) return;
    this.lastTime = now;
    this.notify();
  }

  // A message ends the indicator on the others' pages; the next one is to be notified from its first letter on.
  sent() {
    this.lastTime = -INTERVAL;
  }
}
