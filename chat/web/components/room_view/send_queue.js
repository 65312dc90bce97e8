// Sends a room's pending messages: one at a time, so that their order is kept, each under its client id, so that one
// that is sent again is not doubled.

const TIMEOUT = 20_000; // ms without an answer until a message counts as failed

export class SendQueue {
  // Takes the array to keep the entries in, which may be a reactive one, the room's `RoomState`, and `send(entry)`.
  constructor(entries, state, send) {
    this.entries = entries;
    this.state = state;
    this.send = send;
    this.isLive = false;
    this.inFlight = null; // client id of the message without an answer
    this.timer = null;
    for (const entry of state.pendingMessages()) this.entries.push({ ...entry, error: null, isGrouped: false });
  }

  add(body, { isGrouped }) {
    this.entries.push({ ...this.state.addPendingMessage(body), error: null, isGrouped });
    this.sendNext();
  }

  // Nothing goes out before the stream is live: what was stored before a cut has then been delivered.
  setLive(isLive) {
    this.isLive = isLive;
    if (!isLive) this.stopWaitingFor(this.inFlight);
    this.sendNext();
  }

  sendNext() {
    const next = this.entries.find((entry) => !entry.error);
    if (this.inFlight || !next || !this.isLive) return;
    this.inFlight = next.clientId;
    this.timer = setTimeout(() => this.refused(next.clientId, "The server did not answer."), TIMEOUT);
    this.send(next);
  }

  stopWaitingFor(clientId) {
    if (clientId !== this.inFlight) return;
    clearTimeout(this.timer);
    this.inFlight = null;
  }

  acknowledged(clientId) {
    this.stopWaitingFor(clientId);
    this.remove(clientId);
    this.sendNext();
  }

  // Too fast: it stays pending and goes out later, so that nobody has to press anything after a long time offline.
  postponed(clientId, seconds) {
    if (clientId !== this.inFlight) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.stopWaitingFor(clientId);
      this.sendNext();
    }, seconds * 1000);
  }

  refused(clientId, message) {
    this.stopWaitingFor(clientId);
    const entry = this.entries.find((candidate) => candidate.clientId === clientId);
    if (entry) entry.error = message;
    this.sendNext();
  }

  remove(clientId) {
    this.state.removePendingMessage(clientId);
    const index = this.entries.findIndex((entry) => entry.clientId === clientId);
    if (index >= 0) this.entries.splice(index, 1);
  }

  retry(clientId) {
    this.entries.find((entry) => entry.clientId === clientId).error = null;
    this.sendNext();
  }

  // Sends nothing more, whatever answers are still to come.
  close() {
    this.isLive = false;
    clearTimeout(this.timer);
  }
}
