// Which link of the sidebar leads to the room that is shown.

export function markCurrentRoom() {
  const current = document.getElementById(`rooms-${/^\/rooms\/([0-9]+)$/.exec(location.pathname)?.[1]}`);
  for (const link of document.querySelectorAll("#rooms > a[aria-current]")) {
    if (link !== current) link.removeAttribute("aria-current");
  }
  current?.setAttribute("aria-current", "page");
}

export const roomLinks = () => [...document.querySelectorAll("#rooms > a")];
