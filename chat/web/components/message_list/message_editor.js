// Editing a message in its row.
import { onKeys } from "keyboard";
import { sourceOf, trimmed } from "message_text";

const editorIn = (row) => row.querySelector(":scope > .message-editor");

export const isEditing = (row) => editorIn(row) !== null;

function makeButton(label, className, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.className = className;
  button.addEventListener("click", onClick);
  return button;
}

function makeTextarea(text) {
  const box = document.createElement("textarea");
  box.setAttribute("aria-label", "Edit message");
  box.rows = 1;
  box.dir = "auto";
  box.translate = false;
  box.value = text;
  return box;
}

// The message may be deleted, in another tab, while it is being edited.
function watchRemoval(row, editor, box, onLost) {
  const original = box.value;
  const observer = new MutationObserver(() => {
    if (editor.isConnected) return;
    observer.disconnect();
    if (!row.isConnected && box.value !== original) onLost(box.value);
  });
  observer.observe(row.parentElement, { childList: true });
}

// Handlers: `save(row, text)`, `cancel(row)`, and `lost(text)` if the row is removed with changes in the editor.
export function openEditor(row, maxLength, handlers) {
  if (isEditing(row)) return editorIn(row).querySelector("textarea").focus();
  const editor = document.createElement("div");
  const box = makeTextarea(sourceOf(row));
  const note = document.createElement("p");
  const save = makeButton("Save", "message-editor-save", () => handlers.save(row, box.value));
  const cancel = makeButton("Cancel", "", () => handlers.cancel(row));

  const update = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
    const text = trimmed(box.value);
    const excess = [...text].length - maxLength;
    note.textContent = excess > 0 ? `${excess.toLocaleString()} characters too long.` : "";
    save.disabled = excess > 0 || !text;
  };
  editor.className = "message-editor";
  editor.dataset.keep = "";
  note.setAttribute("role", "alert");
  box.addEventListener("input", update);
  onKeys(editor, (event) => {
    if (event.key === "Escape") handlers.cancel(row);
    else if (event.key === "Enter" && !event.shiftKey && event.target === box) save.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  editor.append(box, save, cancel, note);
  row.append(editor);
  watchRemoval(row, editor, box, handlers.lost);
  update();
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  editor.scrollIntoView({ block: "nearest" });
}

export function closeEditor(row) {
  editorIn(row)?.remove();
}

export function showEditError(row, message) {
  editorIn(row).querySelector("p").textContent = message;
}
