// How many messages are pinned to an open room: its header and what stands beside the messages say so. The rows tell, as they
// come: each whether it is pinned, and which replies to it are; so the number is as right as the rows are.
import { readPins } from "message_text";

const WHERE = "[data-pin-count]";

export class RoomPins {
  #rows = new Map(); // by the row's key: how many pins it tells of
  #shown = null; // how many are shown
  #room;
  #watching;

  // pins: the keys of the rows that tell of pins, once for each pin
  constructor(room, pins) {
    this.#room = room;
    this.replace(pins);
    // The server draws the header anew when something else about the room has changed.
    this.#watching = new MutationObserver(() => this.#show());
    const header = document.querySelector(".room-header");
    if (header) this.#watching.observe(header, { childList: true });
  }

  stop() {
    this.#watching.disconnect();
  }

  replace(pins) {
    this.#rows.clear();
    for (const key of pins) this.#set(key, (this.#rows.get(key) ?? 0) + 1);
    this.#show();
  }

  // changes: the detail of a `stream:changes` event
  apply({ created, edited, deleted, reset }) {
    for (const [key, html] of [...created, ...edited, ...(reset ?? [])]) this.#set(String(key), readPins(html));
    for (const key of deleted) this.#set(String(key), 0);
    if (this.#count !== this.#shown) this.#show(); // few messages are: styles would be computed anew for each
  }

  get #count() {
    return this.#rows.values().reduce((sum, each) => sum + each, 0);
  }

  #set(key, count) {
    if (count) this.#rows.set(key, count);
    else this.#rows.delete(key);
  }

  #show() {
    const count = this.#count;
    this.#shown = count;
    for (const place of document.querySelectorAll(`${WHERE}[data-room="${this.#room}"]`)) {
      const text = place.querySelector("span");
      const shown = count || place.matches(".room-pins") || !place.matches("a") ? String(count) : "";
      if (text.textContent !== shown) text.textContent = shown;
      if (place.matches(".room-pins")) place.setAttribute("aria-label", count === 1 ? "1 pin" : `${count} pins`);
      place.hidden = !count && place.matches(".room-pins");
    }
  }
}
