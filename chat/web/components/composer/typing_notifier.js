// Notifies the server that somebody is typing here, at intervals, and once when they have emptied the box; unless it is
// switched off in this browser.
import * as storage from "browser_storage";
import { isConnected } from "socket";
import { EXPIRY } from "typing_users";

const KEY = "streamchat:typing";
const INTERVAL = 3000; // ms from one notification to the next

const isEnabled = () => storage.get(KEY) !== "off";

// The setting, as the dialog of keyboard shortcuts shows it.
export function showSetting(element) {
  element.hidden = false;
  const [text, button] = element.children;
  text.textContent = isEnabled() ? "Others see when you are typing." : "Others do not see when you are typing.";
  button.textContent = isEnabled() ? "Hide when I am typing" : "Show others when I am typing";
}

export function toggleSetting() {
  if (isEnabled()) storage.set(KEY, "off");
  else storage.remove(KEY);
}

export class TypingNotifier {
  // Takes `notify(isTyping)`.
  constructor(notify) {
    this.notify = notify;
    this.sent();
  }

  // To be called when somebody, and not a script, has changed the text.
  typed(text) {
    if (!text.trim()) return this.emptied();
    const now = performance.now();
    if (now - this.lastTime < INTERVAL || !isEnabled() || !isConnected()) return;
    this.lastTime = now;
    this.notify(true);
  }

  // No message follows that would end the indicator.
  emptied() {
    const isShown = performance.now() - this.lastTime < EXPIRY;
    this.sent();
    if (isShown && isConnected()) this.notify(false);
  }

  // A message ends the indicator on the others' pages; the next one is to be notified from its first letter on.
  sent() {
    this.lastTime = -Infinity;
  }
}
