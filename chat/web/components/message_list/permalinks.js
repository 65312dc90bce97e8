// Links to messages, in messages: they open here, and say below the text whose message it is and how it begins. A row is the
// same for everybody, and who may see the other message is not: so each browser asks, once for all rows that come together,
// and is told what its viewer may see at that moment. Until then the line is there, empty: nothing moves. Only lines
// in sight, or nearly, are asked for; and those that have just come not at once, since many have the same room open.
// A line of a message that changes in an open room follows it at once, one of a room whose news are heard soon; all are
// asked for again when they may say something else: the rooms are others, the connection is back, or somebody comes back to
// the window. Nothing is heard of rooms that one is not in, and of threads: their lines are asked for when they come into
// sight again.
import { firstLineOf } from "message_text";
import { onConnection } from "socket";

const PATH = /^\/rooms\/\d+(?:\/thread\/\d+)?\/@(\d{1,18})\/?$/;
const MOST = 3; // lines below one message
const MOST_AT_ONCE = 50; // ids of one request
const NEW = 60_000; // ms: so young is what has come while the page was open
const SPREAD = 2_000; // ms
const PAUSE = 2_000; // ms, at least, between two times that all are asked for again
const FRESH = 60_000; // ms for which a line that goes out of sight need not be asked for when it comes back

const waiting = new Map(); // by the id of a message: the lines that are to say what it says
const askedAt = new WeakMap(); // by line
let nearby; // observes lines

// begins: what else links to this place begin with, such as "https://chat.example.com", if anything
function permalinksIn(links, begins) {
  const found = new Map();
  for (const link of links) {
    const { origin, pathname, search } = link; // without any where it is no address, such as "http://256.1.1.1/@1"
    const [, id] = PATH.exec(pathname) ?? [];
    if (!id || search || (origin !== location.origin && origin !== begins)) continue;
    link.setAttribute("href", pathname);
    link.removeAttribute("target");
    if (found.size < MOST) found.set(id, pathname);
  }
  return found;
}

function makeLine(id, path) {
  const line = document.createElement("div");
  line.className = "permalink";
  line.dataset.keep = "";
  line.dataset.of = id;
  const link = Object.assign(document.createElement("a"), { href: path });
  link.setAttribute("aria-label", "Linked message");
  line.append(link);
  nearby ??= new IntersectionObserver(come, { scrollMargin: "600px" });
  nearby.observe(line);
  return line;
}

function come(entries) {
  for (const { isIntersecting, target: line } of entries) {
    if (!isIntersecting || Date.now() - askedAt.get(line) < FRESH) continue;
    askedAt.set(line, Date.now());
    const { at, edited } = line.parentElement.dataset;
    const isNew = Date.now() - Math.max(Number(at), Number(edited ?? 0)) < NEW;
    if (isNew) setTimeout(want, Math.random() * SPREAD, line);
    else want(line);
  }
}

function want(line) {
  const { of: id } = line.dataset;
  if (!waiting.size) setTimeout(ask);
  waiting.set(id, [...(waiting.get(id) ?? []), line]);
}

async function ask() {
  const asked = new Map(waiting);
  waiting.clear();
  const ids = [...asked.keys()];
  for (let begin = 0; begin < ids.length; begin += MOST_AT_ONCE) {
    const some = ids.slice(begin, begin + MOST_AT_ONCE);
    const answer = await fetch(`/messages/lines?ids=${some.join("+")}`, { headers: { Accept: "application/json" } }).catch(console.warn);
    if (!answer?.ok || answer.redirected) continue; // the links are there
    const lines = await answer.json();
    for (const id of some) for (const line of asked.get(id)) fill(line.firstElementChild, lines[id]);
  }
}

let timer = null; // until all lines are asked for again

function askAgainSoon() {
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    for (const line of document.querySelectorAll(".permalink")) askAgain(line);
  }, PAUSE);
}

// If it is in sight; else once it is.
function askAgain(line) {
  askedAt.delete(line);
  nearby?.unobserve(line);
  nearby?.observe(line);
}

// Of a room that is not shown: what was deleted, or edited, which have names from before.
function hear(_topic, name, news) {
  if (name !== "news") return;
  for (const [message, , , , before] of news) {
    if (message > 0 && !before) continue;
    const lines = document.querySelectorAll(`.permalink[data-of="${Math.abs(message)}"]`);
    if (message < 0) for (const { firstElementChild: link } of lines) fill(link, null);
    else if (lines.length) setTimeout(() => lines.forEach(askAgain), Math.random() * SPREAD); // as many others do
  }
}

// To be called once for each page, when it has its socket.
export function watchPermalinks(signal) {
  const look = () => document.visibilityState === "visible" && askAgainSoon();
  window.addEventListener("focus", look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
  document.addEventListener("stream:changes", ({ target }) => target.id === "rooms" && askAgainSoon(), { signal });
  onConnection({ connected: look, disconnected: () => {} });
  window.socket.on("stream-signal", hear);
  signal.addEventListener("abort", () => window.socket?.off("stream-signal", hear));
}

// Messages have changed in an open room. changes: the detail of a `stream:changes` event
export function updatePermalinks({ edited = [], deleted = [], reset = null }) {
  const lines = document.querySelectorAll(".permalink");
  if (!lines.length) return;
  const changed = new Map([...edited, ...(reset ?? [])].map(([key, html]) => [String(key), html]));
  for (const key of deleted) changed.set(String(key), null);
  for (const line of lines) {
    const html = changed.get(line.dataset.of);
    if (html !== undefined) follow(line, html && firstLineOf(html));
  }
}

function follow({ firstElementChild: link }, text) {
  const shown = link.querySelector("span");
  if (text === null) fill(link, null);
  else if (shown) shown.textContent = text;
}

function fill(link, said) {
  link.removeAttribute("aria-label");
  if (!said) return link.replaceChildren("This message isn’t available.");
  const [name, text] = [document.createElement("b"), document.createElement("span")];
  [name.textContent, text.textContent] = said;
  name.translate = false;
  text.dir = "auto";
  return link.replaceChildren(name, " ", text);
}

// links: those of the message's text
export function showPermalinks(row, body, links, begins) {
  const found = permalinksIn(links, begins);
  const there = row.querySelectorAll(":scope > .permalink");
  if (!found.size && !there.length) return;
  if ([...there].map(({ dataset }) => dataset.of).join() === [...found.keys()].join()) return;
  for (const line of there) {
    nearby?.unobserve(line);
    line.remove();
  }
  body.after(...[...found].map(([id, path]) => makeLine(id, path)));
}
