// Which room somebody is reading in another tab of this browser. Tabs announce it to each other; one at most has the
// focus, so what was announced last holds.

const LIFETIME = 45_000; // ms after which an announcement is outdated: a tab that has crashed takes nothing back
const RENEWAL = 15_000; // ms

export class ReadingTabs {
  #channel;
  #tab = Math.random().toString(36).slice(2);
  #room = null; // that is being read in this tab
  #reader = { room: null }; // the other tab: { tab, room, at }
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
    return this.#reader.room === room && Date.now() - this.#reader.at < LIFETIME;
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
      this.#reader = { tab, room, at: Date.now() };
      this.#onRead(room);
    } else if (tab === this.#reader.tab) {
      this.#reader = { room: null };
    }
  }
}
