// The page's one outbox: it is the same for all rooms, and sends while the page is connected.
import { offerUndo } from "button";
import * as storage from "browser_storage";
import { Outbox } from "outbox";
import { OutboxEntries } from "outbox_entries";
import { SendingTab } from "sending_tab";
import { expectAnswer, isConnected, onConnection } from "socket";

const listeners = new Set();
let outbox = null;
let transmit = null; // sends an entry to the server

const notify = (event, ...args) => {
  for (const listener of [...listeners]) {
    try {
      listener[event]?.(...args);
    } catch (error) {
      reportError(error); // it must not keep the others from hearing, nor the next entry from being sent
    }
  }
};

// The outbox of the person whose page this is.
export function pageOutbox(userId) {
  if (outbox) return outbox;
  const entries = new OutboxEntries(userId);
  outbox = new Outbox({
    entries,
    send: (entry) => transmit(entry),
    onChange: () => notify("changed"),
    onAnswer: (entry) => notify("answered", entry),
  });
  entries.onOtherTab(() => outbox.changed());
  return outbox;
}

// Calls `changed()` when there are other entries and `answered(entry)` as `Outbox` does; returns what ends that.
export function listenToOutbox(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isUsed = () => document.visibilityState === "visible" && document.hasFocus();

// Begins to send, by `perform(event)`; to be called once for each page, when its socket is there.
export function startSending(userId, perform) {
  pageOutbox(userId);
  const tab = new SendingTab(`streamchat:outbox:${userId}`, (isSending) => outbox.setSending(isSending));
  const request = () => isConnected() && tab.request({ isUsed: isUsed() });
  transmit = ({ clientId, room, action, key, args }) => {
    perform({ client_id: clientId, room, action, key, args });
    expectAnswer();
  };
  onConnection({
    connected() {
      outbox.setConnected(true);
      request();
    },
    disconnected() {
      outbox.setConnected(false);
      tab.leave();
    },
  });
  listenToOutbox({ changed: request });
  for (const event of ["focus", "visibilitychange"]) window.addEventListener(event, request, true);
  window.addEventListener("beforeunload", warnOfLoss);
}

// What only this page knows would be gone with it: where the browser's storage is blocked or full.
function warnOfLoss(event) {
  if (storage.hasMemory("streamchat:outbox:", "streamchat:draft:", "streamchat:edit:")) event.preventDefault();
}

const NAMES = { send: "Message", edit: "Edit", delete: "Deletion", react: "Reaction", save: "Save", unpreview: "Preview" };

// By a person, who may think better of it.
export function discardEntry(clientId) {
  const entry = outbox.discard(clientId);
  if (entry) offerUndo(`${NAMES[entry.action]} discarded.`, () => outbox.restore(entry));
}
