// Which room is shown, and which link of the sidebar leads to it.

let shownPath = null;
const listeners = new Set();

const PATH = /^\/rooms\/([0-9]+)(?:\/thread\/([0-9]+))?(?:\/@[0-9]+)?$/;

export const currentRoom = () => PATH.exec(shownPath)?.[1];

// The message whose thread is open beside the room, if one is.
export const shownThread = () => PATH.exec(shownPath)?.[2];

// Whether one comes from one path to another by closing the thread.
export const closesThread = (from, to) => Boolean(PATH.exec(from)?.[2]) && to === `/rooms/${PATH.exec(from)[1]}`;

// On a phone the list is a page of its own.
export const isListShown = () => /^\/rooms\/?$/.test(shownPath);

// The server has shown what this path names.
export function showPath(path) {
  shownPath = path;
  document.body.toggleAttribute("data-list", isListShown());
  document.body.toggleAttribute("data-thread", Boolean(shownThread()));
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

// ---- all that are shown: the current one, and what is read beside it

const beside = new Map(); // room → the list of its messages

// Something is read beside the current room, in a list of its own; returns a function that ends this.
export function showBeside(room, list) {
  beside.set(room, list);
  for (const listener of listeners) listener();
  return () => {
    if (beside.get(room) !== list) return;
    beside.delete(room);
    for (const listener of listeners) listener();
  };
}

export const shownRooms = () => [currentRoom(), ...beside.keys()].filter(Boolean);

export const isRoomShown = (room) => shownRooms().includes(room);

// While rooms change, the list is still that of the one before.
export function shownList(room) {
  if (beside.has(room)) return beside.get(room);
  const list = document.getElementById("messages");
  return list?.closest(".room-view")?.dataset.room === room ? list : null;
}

export const roomLinks = () => [...document.querySelectorAll("#rooms > a")];

// ---- how much is unread in them, as the sidebar counts, for what stands in a room

const told = new Map(); // room → count
const unreadListeners = new Set();

export function tellShownUnread(room, count) {
  if (told.get(room) === count) return;
  told.set(room, count);
  for (const listener of unreadListeners) listener({ room, count });
}

// Calls back with { room, count } whenever that changes; returns a function that ends this.
export function onShownUnread(listener) {
  unreadListeners.add(listener);
  return () => unreadListeners.delete(listener);
}
