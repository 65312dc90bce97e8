// The entry of threads: in how many of those that one follows there is something new, as the server has counted it last.
import { isAway } from "away";
import { isRoomShown } from "current_room";
import { mark } from "room_badges";

const SPREAD = 1000; // ms in which the pages of all who follow a thread ask
const READING = 3000; // ms until the read mark of what comes into an open thread has told

export class UnreadThreads {
  #ask;
  #timer = null;
  #count = 0;
  #mentions = 0;

  list = null; // the element that the entry is in, once it is there

  // ask(): the server is to count
  constructor(ask) {
    this.#ask = ask;
  }

  // A reply has come to a thread that one follows.
  hear(thread) {
    const isRead = isRoomShown(String(thread)) && !isAway();
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#ask();
      },
      isRead ? READING : SPREAD * Math.random(),
    );
  }

  take(count, mentions) {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#count = count;
    this.#mentions = mentions;
    this.show();
  }

  show() {
    const link = this.link;
    if (link) mark(link, this.#count, this.#mentions);
  }

  get link() {
    return this.list?.querySelector(".side-links > a[href='/threads']");
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
