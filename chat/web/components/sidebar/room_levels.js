// Of what in each room the viewer wants to be told: a muted room is grey in the list.
import { currentRoom, roomLinks } from "current_room";
import { openOnDemand } from "dialog";
import { isConnected } from "socket";

const LEVELS = { e: "everything", m: "mentions", n: "nothing" };

export class RoomLevels {
  #levels = new Map(); // id of a room → level
  #send;

  // send({ room, level }): what was chosen, to the server
  constructor(send) {
    this.#send = send;
  }

  // rows: those of unread_rooms.js, whose last field is the level's first letter.
  take(rows, isAll) {
    if (isAll) this.#levels.clear();
    for (const row of rows) this.#levels.set(String(row[0]), LEVELS[row.at(-1)]);
    this.show();
  }

  set(room, level) {
    this.#levels.set(String(room), level);
    this.show();
  }

  of(room) {
    return this.#levels.get(String(room)) ?? "mentions";
  }

  show() {
    for (const link of roomLinks()) {
      const isMuted = this.of(link.dataset.key) === "nothing";
      if (isMuted !== "muted" in link.dataset) link.toggleAttribute("data-muted", isMuted);
    }
  }

  // By the button of the room's menu.
  openDialog() {
    const room = currentRoom();
    openOnDemand("The notification settings", () => import("level_dialog"), ({ openLevels }) =>
      openLevels({ name: document.querySelector(".room-header h1").textContent, level: this.of(room), choose: (level) => this.#choose(room, level) }),
    );
  }

  #choose(room, level) {
    if (!isConnected()) {
      Quasar.Notify.create({ message: "No connection. Please try again once it is back.", position: "top" });
      return false;
    }
    this.set(room, level);
    this.#send({ room, level });
    return true;
  }
}
