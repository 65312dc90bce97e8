// Records what the streams of this page do: operations that come, questions that are asked, the connection.
import { rowsText } from "./operation_text.js";
import { Probe } from "./probe.js";
import { after } from "./replay.js";

export const KEPT = 1000; // entries

// NiceGUI sends the number of a listener and not the event's name, which is recognized by what is sent. The program may
// listen to the element as well, and send anything: null for what is none of the stream's events.
function eventOf(sent) {
  if (sent === null || typeof sent !== "object" || Array.isArray(sent)) return null;
  if (!Object.keys(sent).length) return "jump";
  const signs = { follow: ["since"], page: ["edge"], action: ["action", "key", "args"] };
  return Object.keys(signs).find((event) => signs[event].every((name) => Object.hasOwn(sent, name))) ?? null;
}

const titleOf = ({ topic, keys }) => `another list: ${topic ? `it follows "${topic}", ` : ""}${rowsText(keys.length)}`;

export class Recorder {
  probes = new Map(); // by the stream's name
  entries = []; // the oldest first
  #number = 0;
  #gone = new Set(); // names of streams that were here before
  #onEntry;
  #onStreams;
  #observer = new MutationObserver(() => this.#look());

  // onEntry(entry): something has happened
  // onStreams(): streams have come or gone
  constructor({ onEntry, onStreams }) {
    this.#onEntry = onEntry;
    this.#onStreams = onStreams;
    this.#observer.observe(document.body, { childList: true, subtree: true });
    const { socket } = window;
    socket.on("connect", this.#onConnect);
    socket.on("disconnect", this.#onDisconnect);
    socket.emit = (...args) => this.#onEmit(...args);
    this.#look();
  }

  stop() {
    this.#observer.disconnect();
    const { socket } = window;
    socket.off("connect", this.#onConnect);
    socket.off("disconnect", this.#onDisconnect);
    delete socket.emit;
    for (const probe of this.probes.values()) probe.stop();
    this.probes.clear();
  }

  // Notes something that the page or its reader has done.
  note(entry) {
    this.#number += 1;
    const noted = { number: this.#number, time: new Date(), stream: null, ...entry };
    this.entries.push(noted);
    if (this.entries.length > KEPT) this.#forget(this.entries.shift());
    this.#onEntry(noted);
  }

  // What an operation did that is no longer kept is where the replay begins.
  #forget(entry) {
    const probe = this.probes.get(entry.stream);
    if (entry.probe === probe?.id && entry.keys) probe.base = after(probe.base, entry);
  }

  #onConnect = () => this.note({ kind: "connected", origin: "connection" });

  #onDisconnect = (reason) => this.note({ kind: "disconnected", origin: "connection", outcome: reason });

  #onEmit(name, ...args) {
    const { socket } = window;
    const result = Object.getPrototypeOf(socket).emit.call(socket, name, ...args);
    try {
      if (name === "event") this.#onEvent(args[0]);
    } catch (error) {
      console.error(error); // what is inspected must go on
    }
    return result;
  }

  #onEvent({ id, args }) {
    const data = args?.[0];
    const probe = [...this.probes.values()].find((one) => String(one.elementId) === String(id));
    if (!probe || typeof data !== "string") return;
    const sent = JSON.parse(data);
    const event = eventOf(sent);
    if (event) probe.onSent(event, sent);
  }

  // Finds streams that have come, and drops those that have gone, such as with another room.
  #look() {
    let hasChanged = false;
    const gone = this.#gone;
    for (const [name, probe] of this.probes) {
      if (!probe.isGone) continue;
      probe.stop();
      this.probes.delete(name);
      gone.add(name);
      hasChanged = true;
    }
    for (const { stream } of document.querySelectorAll(".stream")) {
      if (!stream?.model || this.probes.get(stream.name)?.element === stream.$el) continue;
      const probe = new Probe(stream, (entry) => this.note(entry));
      this.probes.set(stream.name, probe);
      if (gone.has(stream.name)) this.note({ kind: "opened", origin: "page", stream: stream.name, outcome: titleOf(probe), isExpected: true });
      hasChanged = true;
    }
    if (hasChanged) this.#onStreams();
  }
}
