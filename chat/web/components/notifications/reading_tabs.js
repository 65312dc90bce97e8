// Which rooms somebody is reading in other tabs of this browser. Tabs announce it to each other.

const LIFETIME = 45_000; // ms after which an announcement is outdated: a tab that has crashed takes nothing back
const RENEWAL = 15_000; // ms

export class ReadingTabs {
  #channel;
  #tab = Math.random().toString(36).slice(2);
  #rooms = []; // that are being read in this tab
  #readers = new Map(); // other tab → { rooms, at }
  #timer = null;
  #onRead;

  // onRead(room): somebody reads a room in another tab; called again and again
  constructor(onRead) {
    this.#onRead = onRead;
    this.#channel = new BroadcastChannel("streamchat:reading");
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    this.#channel.postMessage({ tab: this.#tab, isQuestion: true });
  }

  // Says what is being read in this tab: several rooms, one, or none.
  announce(rooms) {
    if (String(rooms) === String(this.#rooms)) return;
    this.#rooms = rooms;
    this.#post();
    clearInterval(this.#timer);
    this.#timer = rooms.length ? setInterval(() => this.#post(), RENEWAL) : null;
  }

  isReadElsewhere(room) {
    return this.#roomsRead().includes(room);
  }

  get isAnythingRead() {
    return this.#roomsRead().length > 0;
  }

  #roomsRead() {
    const since = Date.now() - LIFETIME;
    return [...this.#readers.values()].filter((reader) => reader.at > since).flatMap((reader) => reader.rooms);
  }

  close() {
    this.announce([]);
    this.#channel.close();
  }

  #post() {
    this.#channel.postMessage({ tab: this.#tab, rooms: this.#rooms });
  }

  #heard({ tab, rooms = [], isQuestion }) {
    if (isQuestion) {
      if (this.#rooms.length) this.#post();
    } else if (rooms.length) {
      this.#readers.set(tab, { rooms, at: Date.now() });
      rooms.forEach((room) => this.#onRead(room));
    } else {
      this.#readers.delete(tab);
    }
  }
}
