// How the sidebar shows what is unread in a room: by its badge and, of direct rooms, by its place.
import { roomLinks } from "current_room";

export const MAX_COUNT = 99;

// Direct messages stand in the order of their newest message: as in sidebar.py.
export function place(link, newest) {
  const section = link.dataset.sort.slice(0, -19); // of direct messages, or of starred ones
  const sort = section + String(10n ** 18n - BigInt(newest)).padStart(19, "0");
  if (link.dataset.sort <= sort) return;
  link.dataset.sort = sort;
  const isBeside = ({ dataset }) => dataset.kind === "direct" && dataset.sort.startsWith(section);
  const others = roomLinks().filter((other) => other !== link && isBeside(other));
  const next = others.find((other) => other.dataset.sort > sort);
  if (!next || next === link.nextElementSibling) return;
  const hasFocus = link === document.activeElement;
  next.before(link);
  if (hasFocus) link.focus({ preventScroll: true });
}

// All that is said in a direct room is meant for its people.
export function mark(link, count, mentions) {
  const texts = { unread: shorten(count), mentions: shorten(mentions) };
  const isShown = ["unread", "mentions"].every((name) => link.dataset[name] === texts[name]);
  if (isShown && (count === 0 || link.querySelector(".room-unread"))) return;
  link.querySelector(".room-unread")?.remove();
  for (const [name, text] of Object.entries(texts)) {
    if (text) link.dataset[name] = text;
    else delete link.dataset[name];
  }
  const beside = link.querySelector(".status-sign") ?? link.querySelector(".room-name"); // of direct rooms, and of others
  if (count) beside.after(makeBadge(texts));
}

const shorten = (count) => (count > MAX_COUNT ? `${MAX_COUNT}+` : count ? String(count) : undefined);

// Shown is how many messages mean me; screen readers are told how many there are besides.
function makeBadge({ unread, mentions }) {
  const badge = document.createElement("span");
  badge.className = "room-unread";
  badge.textContent = mentions ?? unread;
  const unit = document.createElement("span");
  unit.className = "visually-hidden";
  unit.textContent = mentions && mentions !== unread ? ` ${mentions === "1" ? "mention" : "mentions"}, ${unread} unread` : " unread";
  badge.append(unit);
  return badge;
}
