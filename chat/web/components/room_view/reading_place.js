// Where somebody was reading in a room, through a reload of the page, such as after a long time without a connection.
import * as storage from "browser_storage";

const KEY = "streamchat:place";

// To be called before the page goes.
export function rememberPlace(room, list) {
  storage.setOfTab(KEY, JSON.stringify({ room, place: list.stream.place() }));
}

// To be called when the room is shown again. A place is good for once.
export function returnToPlace(room, list) {
  const last = storage.parseObject(storage.getOfTab(KEY));
  storage.setOfTab(KEY, "");
  if (last?.room === room && last.place) list.stream.showPlace(last.place);
}
