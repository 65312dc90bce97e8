// Who is there. Tells the server whether somebody does something at this page, and shows at people's pictures what it tells
// of them: at all elements with `data-presence-of`; and how they are, at those with `data-status-of`.
import { onRoomShown } from "current_room";
import { onKeys } from "keyboard";
import { isConnected, onConnection } from "socket";
import { showStatus, takeStatuses } from "statuses";

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

const SIGN = "[data-presence-of], [data-status-of]";

const signs = (root = document) => [...root.querySelectorAll(SIGN)];

const idOf = ({ dataset }) => dataset.presenceOf ?? dataset.statusOf;

function show(shown = signs()) {
  for (const sign of shown) (sign.dataset.statusOf ? showStatus : showState)(sign);
}

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
  tell({ shown: [...new Set(signs().map((sign) => Number(idOf(sign))))] });
}

function askSoon(within) {
  waiting ??= setTimeout(ask, within);
}

// Rows that are new or drawn anew; without rows, whatever is there. Looking through the whole page for each message was a
// twentieth of the main thread's work for it.
function look(event) {
  const rows = event?.detail?.rows;
  const shown = rows ? rows.flatMap((row) => (row.matches(SIGN) ? [row, ...signs(row)] : signs(row))) : signs();
  show(shown);
  if (isTold !== null && shown.some((sign) => !states.has(idOf(sign)))) askSoon(ASK);
}

// groups: the ids of those who are active, away and offline. rows: of statuses, where the server was asked.
export function showPresence(groups, rows = []) {
  for (const [index, state] of Object.keys(WORDS).entries()) for (const id of groups[index]) states.set(String(id), state);
  takeStatuses(rows);
  show();
}

function hear(topic, name, told) {
  if (topic !== "people") return;
  if (name === "statuses") {
    takeStatuses(told);
    show();
  } else if (name === "presence") {
    if (told) showPresence(told);
    else askSoon(Math.random() * SPREAD);
  }
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
  const watchHeader = new MutationObserver(look); // drawn anew where something of the room has changed
  const stopWatching = onRoomShown(() =>
    requestAnimationFrame(() => {
      look(); // with its header, which Vue had yet to draw
      watchHeader.disconnect();
      for (const header of document.querySelectorAll(".room-header")) watchHeader.observe(header, { childList: true });
    }),
  );
  const timer = setInterval(() => {
    tellChange();
    show(); // statuses end
  }, CHECK);
  signal.addEventListener("abort", () => {
    stopWatching();
    watchHeader.disconnect();
    clearInterval(timer);
    clearTimeout(waiting);
    window.socket?.off("stream-signal", hear);
  });
}
