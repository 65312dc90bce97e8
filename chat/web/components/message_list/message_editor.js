// Editing a message in its row. The buttons are ordinary stream actions; this only moves the text.
import { onKeys } from "keyboard";
import { sourceOf, trimmed } from "message_text";

export const isEditing = (row) => row.querySelector(":scope > .message-editor") !== null;

function button(label, dataset = {}) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  Object.assign(element.dataset, dataset);
  return element;
}

// A message can go, deleted in another tab, while its text is being changed: the words move to the composer.
function rescueText(row, editor, box) {
  const original = box.value;
  const watch = new MutationObserver(() => {
    if (editor.isConnected) return;
    watch.disconnect();
    const composer = document.querySelector("#composer textarea");
    if (row.isConnected || !composer || box.value === original) return;
    composer.value = [composer.value, box.value].filter(Boolean).join("\n");
    composer.dispatchEvent(new Event("input"));
    composer.focus();
  });
  watch.observe(row.parentElement, { childList: true });
}

export function openEditor(row, maxLength) {
  if (isEditing(row)) return row.querySelector(".message-editor textarea").focus();
  const editor = document.createElement("div");
  const box = document.createElement("textarea");
  const note = document.createElement("p");
  const save = button("Save", { action: "edit" });
  const cancel = button("Cancel");

  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
    save.dataset.body = box.value; // what the action sends
    const text = trimmed(box.value);
    const excess = [...text].length - maxLength;
    note.textContent = excess > 0 ? `${excess.toLocaleString()} characters too long.` : "";
    save.disabled = excess > 0 || !text;
  };
  editor.className = "message-editor";
  editor.dataset.keep = "";
  box.setAttribute("aria-label", "Edit message");
  box.rows = 1;
  box.dir = "auto";
  box.translate = false;
  box.value = sourceOf(row);
  note.setAttribute("role", "alert");
  box.addEventListener("input", fit);
  cancel.addEventListener("click", () => closeEditor(row));
  onKeys(editor, (event) => {
    if (event.key === "Escape") closeEditor(row);
    else if (event.key === "Enter" && !event.shiftKey && event.target === box) save.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  editor.append(box, save, cancel, note);
  row.append(editor);
  rescueText(row, editor, box);
  fit();
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  editor.scrollIntoView({ block: "nearest" });
}

export function closeEditor(row) {
  row.querySelector(":scope > .message-editor")?.remove();
  document.querySelector("#composer textarea")?.focus();
}

export function refuseEdit(row, message) {
  const note = row.querySelector(".message-editor p");
  if (note) note.textContent = message;
}
