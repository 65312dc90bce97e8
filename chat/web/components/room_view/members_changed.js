// That somebody has come into the room or left it: the page asks who is in it now. All pages hear of it at once, so each
// asks at a time of its own: the more people there are, the later.
const PER_MEMBER = 10; // milliseconds
const LONGEST = 10_000;

export class MembersChanged {
  #ask;
  #timer = null;

  constructor(ask) {
    this.#ask = ask;
  }

  hear(members) {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#ask();
      },
      Math.random() * Math.min(PER_MEMBER * members, LONGEST),
    );
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
