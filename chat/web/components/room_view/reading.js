// Reading in a room: keys go from message to message, and a reload leads back to where somebody was.
import * as storage from "browser_storage";
import { onKeys } from "keyboard";

const KEY = "streamchat:place";

// Keeps where somebody was, such as for a reload after a long time without a connection; to be called before the page goes.
export function rememberPlace(room, list) {
  storage.setOfTab(KEY, JSON.stringify({ room, place: list.stream.place() }));
}

// To be called when the room is shown again. A place is good for once.
export function returnToPlace(room, list) {
  const last = storage.parseObject(storage.getOfTab(KEY));
  storage.setOfTab(KEY, "");
  if (last?.room === room && last.place) list.stream.showPlace(last.place);
}

function focusRow(event, row) {
  if (!row?.dataset.key) return;
  event.preventDefault();
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// Arrow keys go from message to message, Escape back to the box.
export function listenToRowKeys(list, leave) {
  onKeys(list, (event) => {
    const { target: row, key } = event;
    if (row === list && key === "ArrowUp") return focusRow(event, [...list.querySelectorAll(":scope > [data-key]")].at(-1));
    if (row.parentElement !== list || !row.dataset.key) return;
    if (key === "ArrowUp") focusRow(event, row.previousElementSibling);
    else if (key === "ArrowDown") focusRow(event, row.nextElementSibling);
    else if (key === "Escape") leave();
  });
}
