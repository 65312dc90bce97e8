// Faults of the delivery, in this page alone: broadcasts that get lost, come twice, late or in another order; and a cut
// of the connection.

const LONGEST_CUT = 30; // seconds

const DONE = {
  drop: "dropped",
  double: "delivered twice",
  delay: "held back",
  reorder: "held back, to come in another order",
};

export class Faults {
  #probe = null;
  #kind = "";
  #left = 0;
  #seconds = 0;
  #held = new Set(); // deliveries to come
  #note;
  #onChange;

  // note(entry): for the record
  // onChange(): another number is left
  constructor({ note, onChange }) {
    this.#note = note;
    this.#onChange = onChange;
  }

  get left() {
    return this.#left;
  }

  get isIdle() {
    return !this.#left && !this.#held.size;
  }

  // kind: "drop", "double", "delay" or "reorder"; count: of broadcasts; seconds: for which they are delayed
  plan(probe, { kind, count, seconds }) {
    this.stop();
    Object.assign(probe, { gate: (broadcast, deliver) => this.#take(broadcast, deliver) });
    this.#probe = probe;
    this.#kind = kind;
    this.#left = kind === "reorder" ? Math.max(2, count) : count;
    this.#seconds = seconds;
    this.#onChange();
  }

  // From now on all is delivered as it comes, and so is what was held back.
  stop() {
    if (this.#probe) this.#probe.gate = null;
    this.#left = 0;
    this.#release();
    this.#onChange();
  }

  #take({ revision, operation }, deliver) {
    this.#left -= 1;
    if (!this.#left) this.#probe.gate = null;
    const outcome = `${operation} ${DONE[this.#kind]}`;
    this.#note({ kind: this.#kind, origin: "fault", stream: this.#probe.name, revision, outcome });
    this.#deliveries[this.#kind](deliver);
    this.#onChange();
  }

  #deliveries = {
    drop: () => {},
    double: (deliver) => {
      deliver();
      deliver();
    },
    delay: (deliver) => {
      const late = { deliver, timer: setTimeout(() => this.#deliverLate(late), this.#seconds * 1000) };
      this.#held.add(late);
    },
    reorder: (deliver) => {
      this.#held.add({ deliver });
      if (!this.#left) this.#release();
    },
  };

  #deliverLate(late) {
    this.#held.delete(late);
    late.deliver();
    this.#onChange();
  }

  // The last one first.
  #release() {
    const held = [...this.#held].reverse();
    this.#held.clear();
    for (const { deliver, timer } of held) {
      clearTimeout(timer);
      deliver();
    }
  }
}

// Cuts the connection; socket.io makes it anew after so many seconds, as it would after any other loss.
export function cut(seconds, note) {
  const { socket } = window;
  const manager = socket.io;
  const wait = Math.min(seconds, LONGEST_CUT) * 1000;
  const before = [manager.reconnectionDelay(), manager.reconnectionDelayMax(), manager.randomizationFactor()];
  manager.reconnectionDelay(wait).reconnectionDelayMax(wait).randomizationFactor(0);
  socket.once("connect", () => {
    const [delay, longest, factor] = before;
    manager.reconnectionDelay(delay).reconnectionDelayMax(longest).randomizationFactor(factor);
  });
  note({ kind: "cut", origin: "fault", outcome: `the connection, for ${seconds} seconds` });
  manager.engine.close();
}
