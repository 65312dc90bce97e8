// What somebody has written in a room and the server does not have yet: a draft, and messages without acknowledgement.
// It is kept in localStorage, for a person and a room, so that a reload loses nothing.

function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a UUID's worth; randomUUID() needs a secure context
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export class RoomState {
  constructor(userId, roomId) {
    this.draftKey = `streamchat:draft:${userId}:${roomId}`;
    this.pendingPrefix = `streamchat:pending:${userId}:${roomId}:`;
  }

  get draft() {
    return localStorage[this.draftKey] ?? "";
  }

  set draft(text) {
    if (text) localStorage[this.draftKey] = text;
    else localStorage.removeItem(this.draftKey);
  }

  // Returns the pending messages, oldest first: { clientId, body, at }.
  pendingMessages() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.pendingPrefix))
      .map((key) => ({ clientId: key.slice(this.pendingPrefix.length), ...JSON.parse(localStorage[key]) }))
      .sort((a, b) => a.at - b.at);
  }

  addPendingMessage(body) {
    const clientId = newClientId();
    const at = Date.now();
    localStorage[this.pendingPrefix + clientId] = JSON.stringify({ body, at });
    return { clientId, body, at };
  }

  removePendingMessage(clientId) {
    localStorage.removeItem(this.pendingPrefix + clientId);
  }
}
