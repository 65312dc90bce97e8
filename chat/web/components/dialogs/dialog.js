// Dialogs: created on first use, some also loaded then; closed by Esc, a click outside, or their buttons.
import { isTouch } from "keyboard";
import { notify } from "notify";

// Of the list of messages that had the focus last. On a touch screen that would open the keyboard, which nobody has asked for.
export function focusComposer() {
  const view = document.querySelector(".room-view[data-used]") ?? document.querySelector(".room-view");
  if (!isTouch) view?.roomView.focusComposer();
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

const loaded = new Map(); // by what it is called
let wanted = null; // what is being loaded, and what opens it: { what, open }

// Opens a dialog that is loaded first: `load` promises what `open` is called with. While it is loaded, the newest press
// counts: it is not opened once something else has been.
export async function openOnDemand(what, load, open) {
  if (loaded.has(what)) {
    open(loaded.get(what));
    return;
  }
  const isBeingLoaded = wanted?.what === what;
  wanted = { what, open };
  if (isBeingLoaded) return;
  try {
    loaded.set(what, await load());
  } catch (error) {
    console.warn(error); // such as without a connection
    notify(`${what} could not be loaded. Please try again.`, "negative");
  }
  if (wanted?.what !== what) return;
  const { open: openNow } = wanted;
  wanted = null;
  if (loaded.has(what)) openNow(loaded.get(what));
}

// Opens a dialog in place of another, or closes it if it is open. Returns whether it is open now.
export function toggle(dialog) {
  wanted = null;
  const wasOpen = dialog.open;
  for (const other of document.querySelectorAll("dialog.dialog[open]")) other.close();
  if (!wasOpen) dialog.showModal();
  return !wasOpen;
}
