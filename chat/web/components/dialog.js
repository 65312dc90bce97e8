// Dialogs of ours: made when they are first wanted, and closed by Esc, by a press beside them, or by their own buttons.

const composer = () => document.querySelector("#composer textarea");

// Back to the box; on a phone that would open the keyboard, which nobody has asked for.
export function focusComposer() {
  if (!window.matchMedia("(pointer: coarse)").matches) composer()?.focus();
}

export const isSheetOpen = () => document.querySelector("dialog.sheet[open]") !== null;

export function makeSheet(name, label, html) {
  const sheet = document.createElement("dialog");
  sheet.className = `sheet ${name}`;
  sheet.setAttribute("aria-label", label);
  sheet.innerHTML = html;
  sheet.addEventListener("click", ({ target }) => {
    if (target === sheet || target.closest(".sheet-close")) sheet.close();
  });
  // The browser gives the focus back to what had it, which may have gone meanwhile.
  sheet.addEventListener("close", () => {
    if (document.activeElement === document.body || sheet.contains(document.activeElement)) focusComposer();
  });
  document.body.append(sheet);
  return sheet;
}

// Shows one in front of all, in place of another; shown again it closes.
export function toggle(sheet) {
  const wasOpen = sheet.open;
  for (const other of document.querySelectorAll("dialog.sheet[open]")) other.close();
  if (!wasOpen) sheet.showModal();
  return !wasOpen;
}
