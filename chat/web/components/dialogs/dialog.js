// Dialogs: created on first use; closed by Esc, a click outside, or their buttons.
import { isTouch } from "device";

// On a touch screen that would open the keyboard, which nobody has asked for.
export function focusComposer() {
  if (!isTouch) document.querySelector(".room-view")?.roomView.focusComposer();
}

export const isDialogOpen = () => document.querySelector("dialog.dialog[open]") !== null;

export function makeDialog(name, label, html) {
  const dialog = document.createElement("dialog");
  dialog.className = `dialog ${name}`;
  dialog.setAttribute("aria-label", label);
  dialog.innerHTML = html;
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest(".dialog-close")) dialog.close();
  });
  // The browser gives the focus back to what had it, which may have gone meanwhile.
  dialog.addEventListener("close", () => {
    if (document.activeElement === document.body || dialog.contains(document.activeElement)) focusComposer();
  });
  document.body.append(dialog);
  return dialog;
}

// Opens a dialog in place of another, or closes it if it is open. Returns whether it is open now.
export function toggle(dialog) {
  const wasOpen = dialog.open;
  for (const other of document.querySelectorAll("dialog.dialog[open]")) other.close();
  if (!wasOpen) dialog.showModal();
  return !wasOpen;
}
