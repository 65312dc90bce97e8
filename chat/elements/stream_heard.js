// How far each topic is that the page hears, also where no list shows it yet: a list that comes later sees from that
// whether it has missed something.

const newest = new Map(); // topic → the newest revision heard of
let listening = null; // the socket

// To be called by each list; from the first one on everything is noted.
export function listenOn(socket) {
  if (socket === listening) return;
  listening = socket;
  socket.on("stream", (topic, revision) => note(topic, revision));
  socket.on("stream-signal", (topic, _name, _data, revision) => revision && note(topic, revision));
}

export const heardOf = (topic) => newest.get(topic) ?? 0;

function note(topic, revision) {
  newest.set(topic, Math.max(revision, heardOf(topic)));
}
