// Who is there. Tells the server whether somebody does something at this page, and shows at people's pictures what it tells
// of them: at all elements with `data-presence-of`.
import { onRoomShown } from "current_room";
import { onKeys } from "keyboard";
import { isConnected, onConnection } from "socket";

const IDLE = 10 * 60_000; // ms without a key, a click or a movement, after which one is away
const CHECK = 30_000; // ms
const HIDDEN = 5_000; // ms until a hidden page is told; most are looked at again sooner
const ASK = 300; // ms in which new rows are put together
const SPREAD = 10_000; // ms over which all pages ask, where too much has changed to be told

const WORDS = { active: "Active", away: "Away", offline: "Offline" };
const ACTIONS = ["pointermove", "pointerdown", "wheel", "touchstart", "input", "focus"];

const states = new Map(); // id → state, of those whom the server has told of
let send = () => {};
let lastAction = Date.now();
let isTold = null; // whether the server takes one for active here
let waiting = null; // timer

function showState(element) {
  const state = states.get(element.dataset.presenceOf);
  if (!state || element.dataset.presence === state) return;
  element.dataset.presence = state;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", WORDS[state]);
  element.title = WORDS[state];
}

const dots = (root = document) => [...root.querySelectorAll("[data-presence-of]")];

const isActive = () => document.visibilityState === "visible" && Date.now() - lastAction < IDLE;

function tell(more = {}) {
  if (!isConnected()) return;
  isTold = isActive();
  send({ active: isTold, ...more });
}

function tellChange() {
  if (isTold !== null && isActive() !== isTold) tell();
}

function acted() {
  lastAction = Date.now();
  if (isTold === false) tellChange();
}

function ask() {
  clearTimeout(waiting);
  waiting = null;
  tell({ shown: [...new Set(dots().map((dot) => Number(dot.dataset.presenceOf)))] });
}

function askSoon(within) {
  waiting ??= setTimeout(ask, within);
}

// Rows that are new or drawn anew.
function look() {
  const shown = dots();
  for (const dot of shown) showState(dot);
  if (isTold !== null && shown.some((dot) => !states.has(dot.dataset.presenceOf))) askSoon(ASK);
}

// groups: the ids of those who are active, away and offline.
export function showPresence(groups) {
  for (const [index, state] of Object.keys(WORDS).entries()) for (const id of groups[index]) states.set(String(id), state);
  for (const dot of dots()) showState(dot);
}

function hear(topic, name, groups) {
  if (topic !== "people" || name !== "presence") return;
  if (groups) showPresence(groups);
  else askSoon(Math.random() * SPREAD);
}

// To be called once for each page, when NiceGUI has made the socket. `emit` sends to the server.
export function watchPresence(signal, emit) {
  send = emit;
  window.socket.on("stream-signal", hear);
  onConnection({
    connected: ask,
    disconnected: () => {
      isTold = null;
    },
  });
  for (const event of ACTIONS) window.addEventListener(event, acted, { signal, capture: true, passive: true });
  onKeys(window, acted, { signal, capture: true });
  document.addEventListener("visibilitychange", () => setTimeout(tellChange, document.visibilityState === "visible" ? 0 : HIDDEN), {
    signal,
  });
  for (const event of ["stream:rows", "people:shown"]) document.addEventListener(event, look, { signal });
  const stopWatching = onRoomShown(() => requestAnimationFrame(look)); // with its header, which Vue has yet to draw
  const timer = setInterval(tellChange, CHECK);
  signal.addEventListener("abort", () => {
    stopWatching();
    clearInterval(timer);
    clearTimeout(waiting);
    window.socket?.off("stream-signal", hear);
  });
}
