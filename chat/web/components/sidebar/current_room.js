// Which room is shown, and which link of the sidebar leads to it.

let shownPath = null;
const listeners = new Set();

export const currentRoom = () => /^\/rooms\/([0-9]+)(?:\/@[0-9]+)?$/.exec(shownPath)?.[1];

// On a phone the list is a page of its own.
export const isListShown = () => /^\/rooms\/?$/.test(shownPath);

// The server has shown what this path names.
export function showPath(path) {
  shownPath = path;
  document.body.toggleAttribute("data-list", isListShown());
  markCurrentRoom();
  for (const listener of listeners) listener();
}

// On a phone the list can be looked at without the server, too, over the room: until a path is shown.
export const showListOverRoom = () => document.body.toggleAttribute("data-list", true);

// Calls back whenever a path is shown; returns a function that ends this.
export function onRoomShown(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function markCurrentRoom() {
  const current = document.getElementById(`rooms-${currentRoom()}`);
  for (const link of document.querySelectorAll("#rooms > a[aria-current]")) {
    if (link !== current) link.removeAttribute("aria-current");
  }
  current?.setAttribute("aria-current", "page");
}

export const roomLinks = () => [...document.querySelectorAll("#rooms > a")];

// ---- how much is unread in it, as the sidebar counts, for what stands in the room

let told = { room: undefined, count: 0 };
const unreadListeners = new Set();

export function tellShownUnread(room, count) {
  if (told.room === room && told.count === count) return;
  told = { room, count };
  for (const listener of unreadListeners) listener(told);
}

// Calls back with { room, count } whenever that changes; returns a function that ends this.
export function onShownUnread(listener) {
  unreadListeners.add(listener);
  return () => unreadListeners.delete(listener);
}
