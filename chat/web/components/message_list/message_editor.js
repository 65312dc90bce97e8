// The box in a message's row in which its author edits it.
import { makeButton } from "button";
import { makeFormattingBar, onFormattingBars } from "formatting_bar";
import { isSending, listenToFormatting } from "formatting_keys";
import { onKeys } from "keyboard";
import { trimmed } from "message_text";
import { Preview } from "preview";
import { fitHeight } from "text_box";

const editorIn = (row) => row.querySelector(":scope > .message-editor");

export const isEditing = (row) => editorIn(row) !== null;

export const textIn = (row) => editorIn(row).querySelector("textarea").value;

function makeTextarea(text) {
  const box = document.createElement("textarea");
  box.setAttribute("aria-label", "Edit message");
  box.rows = 1;
  box.dir = "auto";
  box.translate = false;
  box.value = text;
  return box;
}

// Calls back once the list has dropped the row: the message was deleted, or is out of the list's window.
function watchRemoval(row, editor, onRemoved) {
  const observer = new MutationObserver(() => {
    if (row.isConnected && editor.isConnected) return;
    observer.disconnect();
    editor.stopBars();
    if (!row.isConnected && editor.parentElement === row) onRemoved();
  });
  observer.observe(row.parentElement, { childList: true });
  return observer;
}

// Keys that format, and their buttons below the box.
function addFormatting(editor, box, handlers) {
  const preview = new Preview(box, handlers);
  const bar = makeFormattingBar(box, preview);
  listenToFormatting(box, { preview: () => preview.toggle() });
  editor.stopBars = onFormattingBars((isShown) => {
    bar.hidden = !isShown;
  });
  box.after(bar);
}

// Handlers: `typed(text)`, `save(text)`, `cancel()`, `preview(text)` as of PreviewRequests, and `removed()` if the row goes
// while the editor is open.
export function openEditor(row, text, maxLength, handlers) {
  const editor = document.createElement("div");
  const box = makeTextarea(text);
  const note = document.createElement("p");
  const save = makeButton("Save", () => handlers.save(trimmed(box.value)), "message-editor-save");
  const cancel = makeButton("Cancel", handlers.cancel);
  const hasFiles = row.querySelector(".attachment") !== null; // they stay, and may stand alone

  const update = () => {
    fitHeight(box, 2);
    const shown = trimmed(box.value);
    const excess = [...shown].length - maxLength;
    note.textContent = excess > 0 ? `${excess.toLocaleString()} character${excess === 1 ? "" : "s"} too long.` : "";
    save.disabled = excess > 0 || !(shown || hasFiles);
  };
  editor.className = "message-editor";
  editor.dataset.keep = "";
  note.setAttribute("role", "alert");
  box.addEventListener("input", () => {
    update();
    handlers.typed(box.value);
  });
  onKeys(editor, (event) => {
    if (event.key === "Escape") handlers.cancel();
    else if (event.target === box && isSending(event, box)) save.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  editor.append(box, save, cancel, note);
  addFormatting(editor, box, { ask: handlers.preview, submit: () => save.click() });
  row.append(editor);
  editor.removal = watchRemoval(row, editor, handlers.removed);
  update();
}

export function focusEditor(row) {
  const box = editorIn(row).querySelector("textarea");
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  editorIn(row).scrollIntoView({ block: "nearest" });
}

export function closeEditor(row) {
  const editor = editorIn(row);
  editor?.removal.disconnect();
  editor?.stopBars();
  editor?.remove();
}

// With `showsMessage`, the message as it is now stands above what somebody has made of an older one.
export function showEditError(row, message, showsMessage) {
  const editor = editorIn(row);
  editor.querySelector("p").textContent = message;
  editor.toggleAttribute("data-conflict", showsMessage);
}
