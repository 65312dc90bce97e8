// Which rooms somebody is reading in other tabs of this browser. Tabs announce it to each other.

const LIFETIME = 45_000; // ms after which an announcement is outdated: a tab that has crashed takes nothing back
const RENEWAL = 15_000; // ms

export class ReadingTabs {
  #channel;
  #tab = Math.random().toString(36).slice(2);
  #room = null; // that is being read in this tab
  #readers = new Map(); // other tab → { room, at }
  #timer = null;
  #onRead;

  // onRead(room): somebody reads a room in another tab; called again and again
  constructor(onRead) {
    this.#onRead = onRead;
    this.#channel = new BroadcastChannel("streamchat:reading");
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    this.#channel.postMessage({ tab: this.#tab, isQuestion: true });
  }

  // Says what is being read in this tab, null for nothing.
  announce(room) {
    if (room === this.#room) return;
    this.#room = room;
    this.#post();
    clearInterval(this.#timer);
    this.#timer = room === null ? null : setInterval(() => this.#post(), RENEWAL);
  }

  isReadElsewhere(room) {
    return this.#roomsRead().includes(room);
  }

  get isAnythingRead() {
    return this.#roomsRead().length > 0;
  }

  #roomsRead() {
    const since = Date.now() - LIFETIME;
    return [...this.#readers.values()].filter((reader) => reader.at > since).map((reader) => reader.room);
  }

  close() {
    this.announce(null);
    this.#channel.close();
  }

  #post() {
    this.#channel.postMessage({ tab: this.#tab, room: this.#room });
  }

  #heard({ tab, room, isQuestion }) {
    if (isQuestion) {
      if (this.#room !== null) this.#post();
    } else if (room !== null) {
      this.#readers.set(tab, { room, at: Date.now() });
      this.#onRead(room);
    } else {
      this.#readers.delete(tab);
    }
  }
}
