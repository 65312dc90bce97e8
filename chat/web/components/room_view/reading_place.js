// Where somebody was reading in a room, through a reload of the page, such as after a long time without a connection.

const KEY = "streamchat:place";

// To be called before the page goes.
export function keepPlace(room, list) {
  const place = list.stream.place();
  try {
    if (place) sessionStorage.setItem(KEY, JSON.stringify({ room, ...place }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // blocked: then the page opens at its newest message
  }
}

// To be called when the room is shown again. A place is good for once.
export function showPlace(room, list) {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    if (place?.room === room) list.stream.showPlace(place);
  } catch {
    // blocked
  }
}
