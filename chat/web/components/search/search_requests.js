// When the server is asked while somebody types: after a short pause, one question at a time, and the newest one wins.

const PAUSE = 250; // ms in which nothing more was typed

export class SearchRequests {
  #ask;
  #timer = null;
  #inFlight = null; // the question that is not answered yet
  #next = null; // what is to be asked then
  #numbers = 0;

  // ask(question): asks the server, which answers with the question's `number`
  constructor(ask) {
    this.#ask = ask;
  }

  // Whether an answer is awaited that counts.
  get isWaiting() {
    return this.#inFlight !== null || this.#timer !== null;
  }

  // Asks once somebody has stopped to type.
  soon(question) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(question), PAUSE);
  }

  now(question) {
    this.drop();
    if (this.#inFlight) this.#next = question;
    else this.#send(question);
  }

  // What was typed is not to be asked.
  drop() {
    clearTimeout(this.#timer);
    this.#timer = this.#next = null;
  }

  // Returns whether this is the answer to show: no other question has been asked meanwhile.
  answered(number) {
    if (this.#inFlight?.number !== number) return false;
    this.#inFlight = null;
    if (!this.#next) return true;
    const next = this.#next;
    this.#next = null;
    this.#send(next);
    return false;
  }

  // The connection was away, and the question may have got lost with it.
  repeat() {
    if (this.#inFlight) this.#ask(this.#inFlight);
  }

  #send(question) {
    this.#numbers += 1;
    this.#inFlight = { ...question, number: this.#numbers };
    this.#ask(this.#inFlight);
  }
}
