// How many entries of the outbox wait in each room, or were refused, at the rooms' links.
import { currentRoom, roomLinks } from "current_room";

export const isWaiting = ({ error }) => !error;

// Names what there is, such as "2 waiting, 1 not sent".
export function describe(entries) {
  const waiting = entries.filter(isWaiting).length;
  const refused = entries.length - waiting;
  return [waiting && `${waiting} waiting`, refused && `${refused} not sent`].filter(Boolean).join(", ");
}

// The room that is shown has them in its column.
function markRoom(link, entries) {
  let mark = link.querySelector(":scope > .room-waiting");
  if (entries.length) link.dataset.unsent = entries.length;
  else delete link.dataset.unsent;
  if (!entries.length || link.dataset.key === currentRoom()) return mark?.remove();
  if (!mark) {
    mark = document.createElement("span");
    mark.className = "room-waiting";
    mark.dataset.keep = "";
    mark.translate = false;
    link.append(mark);
  }
  mark.textContent = entries.length;
  mark.title = describe(entries);
  mark.toggleAttribute("data-refused", !entries.every(isWaiting));
  return undefined;
}

export function markRooms(entries) {
  const byRoom = Map.groupBy(entries, ({ room, home }) => home ?? room);
  for (const link of roomLinks()) markRoom(link, byRoom.get(link.dataset.key) ?? []);
}
