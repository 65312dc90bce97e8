// What the viewer has done to a message and the server has not acknowledged, as it stands in the message's row.
import { makeButton } from "button";
import { discardEntry } from "page_outbox";

const WAITING = { edit: "saving…", delete: "deleting…", react: "reacting…", act: "pressing…", save: "saving for later…", remind: "setting a reminder…", pin: "pinning…", unpin: "unpinning…", unpreview: "removing the preview…", describe: "saving…" };

function makeElement(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function addElement(row) {
  const element = makeElement("div", "message-waiting");
  element.dataset.keep = "";
  element.translate = false;
  row.append(element);
  return element;
}

function makeNote(entry, outbox) {
  const note = makeElement("p", "message-waiting-note", entry.error ? `Not saved: ${entry.error}` : WAITING[entry.action]);
  if (!entry.error) return note;
  note.setAttribute("role", "alert");
  note.append(
    makeButton(entry.reason === "conflict" ? "Replace it with mine" : "Retry", () => outbox.retry(entry.clientId)),
    makeButton("Discard", () => discardEntry(entry.clientId)),
  );
  return note;
}

// Shows a message's entries of the outbox in its row; none removes what was shown.
export function showWaitingActions(row, entries, outbox) {
  const shown = row.querySelector(":scope > .message-waiting");
  const edit = entries.findLast(({ action }) => action === "edit");
  row.toggleAttribute("data-edit-waiting", Boolean(edit && !edit.error));
  row.toggleAttribute("data-deletion-waiting", entries.some(({ action, error }) => action === "delete" && !error));
  if (!entries.length) return shown?.remove();
  const newest = [...new Map(entries.map((entry) => [entry.action, entry])).values()]; // one note is enough for each
  const state = newest.map(({ clientId, error }) => `${clientId} ${error}`).join("\n");
  if (shown?.dataset.state === state) return undefined; // its buttons may have the focus
  const text = edit ? [makeElement("div", "message-waiting-body", edit.args.body)] : [];
  const notes = newest.map((entry) => makeNote(entry, outbox));
  const element = shown ?? addElement(row);
  element.dataset.state = state;
  element.replaceChildren(...text, ...notes);
  return undefined;
}
