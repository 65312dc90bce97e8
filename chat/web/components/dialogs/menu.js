// Menus, drawn by the server: popovers, which the browser opens by their buttons and closes by a click outside. The first
// item has `autofocus`, so that the focus is there before the next key.
import { onKeys } from "keyboard";

const openMenu = () => document.querySelector(".menu:popover-open");

const itemsOf = (menu) => [...menu.querySelectorAll("[role='menuitem']")];

const buttonOf = (menu) => document.querySelector(`[popovertarget="${menu.id}"]`);

function toggled({ target, newState }) {
  if (!target.classList?.contains("menu")) return;
  buttonOf(target)?.setAttribute("aria-expanded", newState === "open");
}

// What goes round at its ends; the first item that begins with a letter, after the one that has the focus.
function nextItem(items, key) {
  const here = items.indexOf(document.activeElement);
  const by = { ArrowDown: here + 1, ArrowUp: here < 0 ? -1 : here - 1, Home: 0, End: -1 }[key];
  if (by !== undefined) return items.at(by % items.length);
  const after = [...items.slice(here + 1), ...items.slice(0, here + 1)];
  return key.length === 1 ? after.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase())) : undefined;
}

function close(menu) {
  menu.hidePopover();
  buttonOf(menu)?.focus();
}

function pressed(event) {
  const menu = openMenu();
  if (!menu || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Tab") return close(menu); // and on from its button
  if (event.key === "Enter") return; // as on any link or button
  event.stopImmediatePropagation();
  event.preventDefault();
  if (event.key === "Escape") close(menu);
  else if (event.key === " ") document.activeElement.click();
  else nextItem(itemsOf(menu), event.key)?.focus();
}

export function listenToMenus(signal) {
  document.addEventListener("toggle", toggled, { capture: true, signal }); // which does not bubble
  // Before the page's own keys: Esc closes the menu, and does nothing else.
  onKeys(document, pressed, { capture: true, signal });
  document.addEventListener("click", ({ target }) => target.closest?.(".menu [role='menuitem']") && openMenu()?.hidePopover(), { signal });
}
