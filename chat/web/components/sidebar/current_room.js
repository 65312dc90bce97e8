// Which room is shown, and which link of the sidebar leads to it.

let shownPath = null;
const listeners = new Set();

export const currentRoom = () => /^\/rooms\/([0-9]+)$/.exec(shownPath)?.[1];

// The server has shown what this path names.
export function showPath(path) {
  shownPath = path;
  markCurrentRoom();
  for (const listener of listeners) listener();
}

export const onRoomShown = (listener) => listeners.add(listener);

export function markCurrentRoom() {
  const current = document.getElementById(`rooms-${currentRoom()}`);
  for (const link of document.querySelectorAll("#rooms > a[aria-current]")) {
    if (link !== current) link.removeAttribute("aria-current");
  }
  current?.setAttribute("aria-current", "page");
}

export const roomLinks = () => [...document.querySelectorAll("#rooms > a")];
