// The menu of a row in the list of rooms: by the right button, or by the keyboard's menu key. Loaded then.
import { openMenuAt } from "menu";

const item = (html) => html.replace(">", ' role="menuitem" tabindex="-1">');

function itemsOf({ dataset: { key, kind, starred } }) {
  const isStarred = starred !== undefined;
  const star = `<button type="button" data-star="${isStarred ? "off" : "on"}" data-room="${key}">${isStarred ? "Unstar" : "Star"}</button>`;
  const members = `<a href="/rooms/${key}/members" target="_self">Members</a>`;
  const leave = `<a href="/rooms/${key}/leave" target="_self">Leave</a>`;
  return [star, members, kind === "direct" ? "" : leave].filter(Boolean).map(item).join("");
}

// event: what has asked for it
export function openRowMenu(link, { clientX, clientY, button }) {
  const { left, bottom } = link.getBoundingClientRect();
  const isByKey = clientX === 0 || button < 0;
  openMenuAt(link, itemsOf(link), isByKey ? { x: left + 24, y: bottom } : { x: clientX, y: clientY });
}
