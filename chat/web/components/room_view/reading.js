// Reading in a room: keys go from message to message, and a reload leads back to where somebody was.
import * as storage from "browser_storage";
import { isTouch, onKeys } from "keyboard";

const LINKED = 4000; // ms that a message is marked whose link was followed
const ROWS = 5; // of a place that are kept: some may have been deleted meanwhile

const keyOf = (room) => `streamchat:place:${room}`;

// Keeps where somebody was in a room, for this tab; to be called before the room or the page goes.
// newest: the newest message that was known
export function rememberPlace(room, list, newest) {
  const place = list.stream.place()?.slice(0, ROWS);
  storage.setOfTab(keyOf(room), place ? JSON.stringify({ place, newest }) : "");
}

// To be called when the room is shown again; news: what is unread, or null. What has come since goes before.
export function returnToPlace(room, list, news) {
  const last = storage.parseObject(storage.getOfTab(keyOf(room)));
  if (last?.place && !(news?.newest > last.newest)) list.stream.showPlace(last.place);
}

// The message whose link was followed, for a few seconds; null if it is not there.
export function markLinked(row) {
  if (!row) return;
  row.dataset.linked = "";
  setTimeout(() => row.removeAttribute("data-linked"), LINKED);
}

function focusRow(row) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function goTo(event, row) {
  if (!row?.dataset.key) return;
  event.preventDefault();
  focusRow(row);
}

// To be called before a row goes, which may have the focus. By keys the next one gets it; otherwise the box, by write(),
// or where that would open a keyboard on the screen, the list.
export function leaveRow(row, list, { isByKey, write }) {
  const next = [row.nextElementSibling, row.previousElementSibling].find((other) => other?.dataset.key);
  if (isByKey && next) return focusRow(next);
  list.focus({ preventScroll: true });
  return isTouch || write();
}

// On a keyboard with other letters, the key at the position of R.
const isR = ({ key, code, ctrlKey, altKey, metaKey, shiftKey }) =>
  (key === "r" || (code === "KeyR" && !/^[a-z]$/i.test(key))) && !(ctrlKey || altKey || metaKey || shiftKey);

// Arrow keys go from message to message, Escape back to the box, by leave(), and R answers a message, by reply(row).
export function listenToRowKeys(list, { leave, reply }) {
  onKeys(list, (event) => {
    const { target, key } = event;
    if (target === list && key === "ArrowUp") return goTo(event, [...list.querySelectorAll(":scope > [data-key]")].at(-1));
    const row = target.closest("[data-key]"); // from its buttons and links, too
    if (row?.parentElement !== list || target.matches("textarea, input")) return;
    if (key === "ArrowUp") goTo(event, row.previousElementSibling);
    else if (key === "ArrowDown") goTo(event, row.nextElementSibling);
    else if (key === "Escape") leave();
    else if (isR(event)) {
      event.preventDefault(); // it would be typed into the box
      reply(row);
    }
  });
}
