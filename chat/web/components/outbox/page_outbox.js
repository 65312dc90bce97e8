// The page's one outbox: it is the same for all rooms, and sends while the page is connected.
import { offerUndo } from "button";
import * as storage from "browser_storage";
import { Outbox } from "outbox";
import { OutboxEntries } from "outbox_entries";
import { listenToFiles, pageFiles } from "page_files";
import { SendingTab } from "sending_tab";
import { expectAnswer, isConnected, onConnection } from "socket";

const listeners = new Set();
let outbox = null;
let files = null; // those that go with what is in it
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
  files = pageFiles(userId);
  outbox = new Outbox({
    entries,
    send: (entry) => transmit(entry),
    onChange: () => notify("changed"),
    onAnswer: (entry) => notify("answered", entry),
    isComplete: (entry) => !entry.files?.length || files.isComplete(entry),
  });
  entries.onOtherTab(() => outbox.changed());
  goWithFiles();
  return outbox;
}

// A message is sent once its files are up, waits with its failed ones, and takes them with it when it goes.
function goWithFiles() {
  files.isEntry = (clientId) => Boolean(outbox.find(clientId));
  const refuseFailed = () => {
    for (const entry of outbox.entries.filter((each) => each.files?.length && !each.error)) {
      const failure = files.failureOf(entry);
      if (failure) outbox.refused(entry.clientId, failure, "files");
    }
    outbox.changed();
  };
  listenToFiles({ changed: refuseFailed });
  listenToOutbox({
    changed: () => files.uploads.changed(),
    answered: ({ error, files: ids = [] }) => !error && files.forget(ids),
  });
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
  const tab = new SendingTab(`streamchat:outbox:${userId}`, (isSending) => {
    files.uploads.setSending(isSending);
    outbox.setSending(isSending);
  });
  const request = () => isConnected() && tab.request({ isUsed: isUsed() });
  transmit = (entry) => {
    const { clientId, room, action, key, args } = entry;
    perform({ client_id: clientId, room, action, key, args: entry.files?.length ? { ...args, files: files.serverIds(entry) } : args });
    expectAnswer();
  };
  onConnection({
    connected() {
      outbox.setConnected(true);
      files.uploads.setConnected(true);
      request();
    },
    disconnected() {
      outbox.setConnected(false);
      files.uploads.setConnected(false);
      tab.leave();
    },
  });
  listenToOutbox({ changed: request });
  for (const event of ["focus", "visibilitychange"]) window.addEventListener(event, request, true);
  window.addEventListener("beforeunload", warnOfLoss);
}

// What only this page knows would be gone with it: where the browser's storage is blocked or full. What is being uploaded
// would begin anew.
function warnOfLoss(event) {
  const isLosing = files.isLosing || storage.hasMemory("streamchat:outbox:", "streamchat:draft:", "streamchat:edit:");
  if (isLosing) event.preventDefault();
}

const NAMES = { send: "Message", edit: "Edit", delete: "Deletion", react: "Reaction", save: "Save", remind: "Reminder", pin: "Pin", unpin: "Unpinning", unpreview: "Preview", describe: "Description", act: "Press" };

// By a person, who may think better of it: `offer` says where, as offerUndo does.
export function discardEntry(clientId, offer = offerUndo) {
  const entry = outbox.discard(clientId);
  if (entry?.files) files.sweepSoon();
  if (entry) offer(`${NAMES[entry.action]} discarded.`, () => outbox.restore(entry));
}

// Sends a refused entry again, with what of its files has failed, and without what is gone.
export function retryEntry(clientId) {
  const { files: ids = [], reason } = outbox.find(clientId) ?? {};
  for (const id of ids.filter((each) => !files.has(each))) outbox.removeFile(clientId, id);
  if (ids.length) files.retry(ids, { anew: reason === "" });
  outbox.retry(clientId);
}

// One of a message's files is not to go with it.
export function removeFile(clientId, id) {
  const { error, reason } = outbox.find(clientId) ?? {};
  outbox.removeFile(clientId, id);
  files.drop(id);
  if (error && reason === "files" && outbox.find(clientId) && !files.failureOf(outbox.find(clientId))) outbox.retry(clientId);
}
