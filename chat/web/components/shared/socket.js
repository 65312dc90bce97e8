// The page's connection to the server.

const SILENCE = 8000; // ms without any packet after which a connection that owes an answer counts as lost
const CONNECT_TIMEOUT = 8000; // ms that an attempt to connect may take

// While the socket is not connected, it keeps what is emitted, and sends it later.
export const isConnected = () => window.socket?.connected === true;

let lastPacketAt = 0; // when the server was heard last
let askedAt = 0; // when it was asked something last
let watching = null; // timer

// Calls back with each change of the connection, and at once, for as long as the page is open. To be called when NiceGUI
// has made the socket, which is after it has mounted the page.
export function onConnection({ connected = () => {}, disconnected }) {
  const { socket } = window;
  socket.on("connect", connected);
  socket.on("disconnect", disconnected);
  if (socket.connected) connected();
}

// To be called once for each page.
export function watchConnection() {
  const { socket } = window;
  const heard = () => {
    lastPacketAt = Date.now();
  };
  socket.onAny(heard);
  socket.io.on("ping", heard);
  socket.io.timeout(CONNECT_TIMEOUT);
  // NiceGUI would load the page anew where an attempt to connect times out, and on a network that is silent nothing would
  // be there to load. Only a page that the server has forgotten has to be loaded anew.
  socket.off("connect_error");
  socket.on("connect_error", ({ message }) => {
    if (message === "Implicit handshake failed") location.reload();
  });
}

// A network can fail without a word: then the browser would notice by the missing pings only, after 24 seconds. To be
// called when the server has been asked something: if nothing at all is heard, the connection is made anew.
export function expectAnswer() {
  if (lastPacketAt >= askedAt) askedAt = Date.now(); // else an earlier question still has no answer
  if (!watching) watching = setTimeout(checkAnswer, SILENCE);
}

function checkAnswer() {
  const waited = Date.now() - askedAt;
  watching = null;
  if (lastPacketAt >= askedAt || !isConnected()) return;
  if (waited >= SILENCE) window.socket.io.engine.close();
  else watching = setTimeout(checkAnswer, SILENCE - waited); // an earlier question was answered, a later one not yet
}
