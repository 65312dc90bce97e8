// Notifies others that somebody is typing here, at intervals, unless switched off.
// The choice is this browser's.
import * as storage from "browser_storage";

const KEY = "streamchat:typing";
const EVERY = 3000; // ms from one telling to the next

const isWanted = () => storage.get(KEY) !== "off";

// What cannot be told now is not told later: a socket that is not connected would keep it until it is.
const canTell = () => window.socket?.connected === true;

export function showChoice(place) {
  place.hidden = false;
  const [words, button] = place.children;
  words.textContent = isWanted() ? "Others see when you are typing." : "Others do not see when you are typing.";
  button.textContent = isWanted() ? "Hide when I am typing" : "Show others when I am typing";
}

export function toggleChoice() {
  if (isWanted()) storage.set(KEY, "off");
  else storage.remove(KEY);
}

export class TypingNotifier {
  constructor(tell) {
    this.tell = tell;
    this.sent();
  }

  // To be called when somebody, and not a script, has changed the text.
  typed(text) {
    const now = performance.now();
    if (!text.trim() || now - this.toldAt < EVERY || !isWanted() || !canTell()) return;
    this.toldAt = now;
    this.tell();
  }

  // With a message the line has gone from the others' pages; the next one is told of from its beginning.
  sent() {
    this.toldAt = -EVERY;
  }
}
