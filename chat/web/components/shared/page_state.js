// What somebody has written in a room and the server does not have yet: a draft, and messages without acknowledgement.
// It is kept in the browser's storage, for a person and a room, so that a reload loses nothing.
import * as storage from "browser_storage";

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
    return storage.get(this.draftKey) ?? "";
  }

  set draft(text) {
    if (text) storage.set(this.draftKey, text);
    else storage.remove(this.draftKey);
  }

  // Returns the pending messages, oldest first: { clientId, body, at }.
  pendingMessages() {
    return storage
      .keys()
      .filter((key) => key.startsWith(this.pendingPrefix))
      .map((key) => ({ clientId: key.slice(this.pendingPrefix.length), ...JSON.parse(storage.get(key)) }))
      .sort((a, b) => a.at - b.at);
  }

  addPendingMessage(body) {
    const clientId = newClientId();
    const at = Date.now();
    storage.set(this.pendingPrefix + clientId, JSON.stringify({ body, at }));
    return { clientId, body, at };
  }

  removePendingMessage(clientId) {
    storage.remove(this.pendingPrefix + clientId);
  }
}
