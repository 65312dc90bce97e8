// The menu of a row in the list of rooms: by the right button, or by the keyboard's menu key.
import { openMenuAt } from "menu";

const item = (html) => html.replace(">", ' role="menuitem" tabindex="-1">');

function itemsOf({ dataset: { key, kind, starred } }) {
  const isStarred = starred !== undefined;
  const star = `<button type="button" data-star="${isStarred ? "off" : "on"}" data-room="${key}">${isStarred ? "Unstar" : "Star"}</button>`;
  const members = `<a href="/rooms/${key}/members" target="_self">Members</a>`;
  const leave = `<a href="/rooms/${key}/leave" target="_self">Leave</a>`;
  return [star, members, kind === "direct" ? "" : leave].filter(Boolean).map(item).join("");
}

export function listenForRowMenu(nav) {
  nav.addEventListener("contextmenu", (event) => {
    const link = event.target.closest("#rooms > a");
    if (!link || event.shiftKey) return;
    event.preventDefault();
    const { left, bottom } = link.getBoundingClientRect();
    const isByKey = event.clientX === 0 || event.button < 0;
    openMenuAt(link, itemsOf(link), isByKey ? { x: left + 24, y: bottom } : { x: event.clientX, y: event.clientY });
  });
}
