// Menus: popovers. Those that the server draws are opened by their buttons and closed by a click outside, by the browser;
// their first item has `autofocus`, so that the focus is there before the next key. One more is made here, for what has no
// button; message_menu.js has another.
import { onKeys } from "keyboard";

const openMenu = () => document.querySelector(".menu:popover-open");

const itemsOf = (menu) => [...menu.querySelectorAll("[role='menuitem']")].filter((item) => item.getClientRects().length);

const buttonOf = (menu) =>
  menu.opener ?? document.querySelector(`[popovertarget="${menu.id}"], [aria-controls="${menu.id}"]`);

function toggled({ target, newState }) {
  if (!target.classList?.contains("menu")) return;
  if (!target.opener) buttonOf(target)?.setAttribute("aria-expanded", newState === "open");
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

let menuAt = null;

// Opens a menu of these items, as HTML, at a place; with it closed, the focus goes back to what it is of.
export function openMenuAt(opener, items, { x, y }) {
  menuAt?.remove();
  menuAt = document.createElement("div");
  Object.assign(menuAt, { className: "menu", popover: "auto", opener, innerHTML: items });
  menuAt.setAttribute("role", "menu");
  menuAt.setAttribute("aria-label", `Actions for ${opener.querySelector(".room-name")?.textContent ?? "this"}`);
  document.body.append(menuAt);
  menuAt.showPopover();
  const { width, height } = menuAt.getBoundingClientRect();
  const [left, top] = [Math.min(x, innerWidth - width - 8), Math.min(y, innerHeight - height - 8)];
  menuAt.style.inset = `${Math.max(8, top)}px auto auto ${Math.max(8, left)}px`;
  itemsOf(menuAt)[0]?.focus();
}

export function listenToMenus(signal) {
  document.addEventListener("toggle", toggled, { capture: true, signal }); // which does not bubble
  // Before the page's own keys: Esc closes the menu, and does nothing else.
  onKeys(document, pressed, { capture: true, signal });
  document.addEventListener("click", ({ target }) => target.closest?.(".menu [role='menuitem']") && openMenu()?.hidePopover(), { signal });
}
