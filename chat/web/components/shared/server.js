// Talking to the server: all that a room view asks for. The answers come as calls of the room view's methods.

// While the socket is not connected, it keeps what is emitted, and sends it later.
export const isConnected = () => window.socket?.connected === true;

export class RoomServer {
  // Takes the room view's `$emit`, and the element of its stream, by which actions on rows go.
  constructor(emit, list) {
    this.emit = emit;
    this.list = list;
  }

  get isLive() {
    return this.list.dataset.state === "live";
  }

  send({ clientId, body }) {
    this.emit("send", { client_id: clientId, body });
  }

  notifyTyping(isTyping) {
    this.emit("typing", { is_typing: isTyping });
  }

  // Acts on a message: one of room_actions.py's, with what goes with it.
  act(key, action, args = {}) {
    this.list.stream.act(key, { action, ...args });
  }
}
