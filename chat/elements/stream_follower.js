// Follows a topic. Broadcasts may get lost, come twice or in another order: the rows end up equal to the server's.

const RETRY = 5000; // ms until changes are requested again after the server could not read them

// Knows nothing of rows, of the page or of the socket: it is given what has come, and asks for what is missing.
export class TopicFollower {
  #revision; // every change up to this one is shown; -1: nothing is known of the topic
  #newest; // the newest revision heard of
  #requestedSince; // the revision whose successors were requested last
  #isWaiting = false; // for the answer to a request
  #retryTimer;
  #send;
  #list;
  #onState;

  // revision: of the rows shown; -1 to begin with the last page
  // send(event, args): `follow` requests the changes since a revision, `jump` the last page; each is answered by onAnswer
  // list: applies what has come by broadcast(operation, rows), changes({ created, edited, deleted }) and replace(rows)
  // onState(state): "live" once up to date, else "connecting"
  constructor({ revision, send, list, onState }) {
    this.#revision = this.#newest = this.#requestedSince = revision;
    this.#send = send;
    this.#list = list;
    this.#onState = onState;
  }

  get isWaiting() {
    return this.#isWaiting;
  }

  get revision() {
    return this.#revision;
  }

  get newest() {
    return this.#newest;
  }

  onConnect() {
    this.#requestChanges();
  }

  // The server had the page hear the topic when it sent the rows: only what was heard since then is missing, if anything.
  onEntered(newest) {
    this.#newest = Math.max(this.#newest, newest);
    this.catchUp();
  }

  onDisconnect() {
    this.#isWaiting = false;
    this.stop();
    this.#onState("connecting");
  }

  // Without an operation it is a heartbeat, which only says how far the topic is.
  onBroadcast(revision, operation, rows) {
    this.#newest = Math.max(this.#newest, revision);
    if (operation && revision === this.#revision + 1) {
      this.#list.broadcast(operation, rows);
      this.#revision = revision;
    }
    this.catchUp();
  }

  // The answer to either request; null if the server could not read it.
  onAnswer(answer) {
    this.#isWaiting = false;
    if (!answer) {
      this.#retryTimer = setTimeout(() => this.#requestChanges(), RETRY);
      return;
    }
    const { revision, reset, ...changes } = answer;
    const isNews = revision > this.#revision;
    // If rows of an older revision have come since the request, the answer lacks the changes between the two.
    const isComplete = reset || this.#requestedSince <= this.#revision;
    if (reset) this.#list.replace(reset);
    else if (isNews) this.#list.changes(changes);
    if (isComplete && (reset || isNews)) this.#revision = revision;
    this.#newest = Math.max(this.#newest, revision);
    this.catchUp();
  }

  // Rows that were read at this revision are shown now: what has changed after it is to be requested again.
  rewindTo(revision) {
    this.#newest = Math.max(this.#newest, this.#revision);
    this.#revision = Math.min(revision, this.#revision);
  }

  catchUp() {
    if (this.#isWaiting) return;
    if (this.#newest > this.#revision) this.#requestChanges();
    else this.#onState("live");
  }

  requestLastPage() {
    this.#isWaiting = true;
    this.#send("jump", {});
  }

  stop() {
    clearTimeout(this.#retryTimer);
  }

  #requestChanges() {
    this.stop();
    this.#isWaiting = true;
    this.#requestedSince = this.#revision;
    this.#onState("connecting");
    this.#send("follow", { since: this.#revision < 0 ? null : this.#revision });
  }
}
