// The sidebar beside a page without a socket: asks now and then for the list of rooms, and keeps up what the browser knows.
// A press on a name opens that person's card.
import "person_card";
import { roomLinks } from "current_room";
import { onKeys } from "keyboard";
import { describe, isWaiting, markRooms } from "outbox_marks";
import { OutboxEntries } from "outbox_entries";
import { watchDrafts } from "room_drafts";
import { RoomFilter } from "room_filter";
import { RoomKeys } from "room_keys";
import { Sections } from "sections";
import { SidebarEdge } from "sidebar_edge";
import { followTitle, showTotal } from "unread_badge";

const OFTEN = 5000; // ms, while somebody looks at the page
const SELDOM = 30_000; // ms, while nobody does: for the count in its title
const AGAIN = 1000; // ms after which somebody who comes back is shown what is new at once
const LONGEST = 120_000; // ms, where the server does not answer
const PATIENCE = 1000; // ms that something may wait to be sent before it is worth a word; other tabs send it

const sidebar = document.querySelector(".sidebar-plain");
const content = document.querySelector("#content");
const list = sidebar.querySelector("#rooms");
const nav = sidebar.querySelector("nav");
const { signal } = new AbortController();
const { me } = sidebar.dataset;

// ---- the list, as the server draws it

const drawn = new WeakMap(); // row → its HTML, before anything was marked in it

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

const keyOf = ({ id, dataset }) => id || dataset.section;

// Rows that are as they were stay, with the focus.
function take(html) {
  const before = new Map([...list.children].map((row) => [keyOf(row), row]));
  const focused = keyOf(document.activeElement);
  const rows = parse(html).map((row) => {
    const known = before.get(keyOf(row));
    if (known && drawn.get(known) === row.outerHTML) return known;
    drawn.set(row, row.outerHTML);
    return row;
  });
  for (const row of before.values()) if (!rows.includes(row)) row.remove();
  for (const [index, row] of rows.entries()) if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
}

// ---- what the browser knows

const entries = new OutboxEntries(me);

function showWaiting() {
  const waiting = entries.all().filter(({ at, error }) => error || Date.now() - at > PATIENCE);
  markRooms(waiting);
  const summary = sidebar.querySelector(".outbox-summary");
  const link = summary.firstElementChild;
  summary.hidden = waiting.length === 0;
  summary.toggleAttribute("data-refused", !waiting.every(isWaiting));
  if (waiting.length) link.href = `/rooms/${waiting[0].room}`;
  link.textContent = describe(waiting);
  link.title = "Sent once a room is open";
  if (waiting.length < entries.all().length) setTimeout(showWaiting, PATIENCE);
}

function makeField() {
  const none = document.createElement("p");
  none.className = "filter-none";
  none.setAttribute("role", "status");
  nav.append(none);
  const field = sidebar.querySelector(".room-filter");
  field.placeholder = "Filter rooms";
  field.setAttribute("aria-label", "Filter rooms");
  field.setAttribute("aria-controls", "rooms");
  return field;
}

const sections = new Sections(nav);
const keys = new RoomKeys(nav);
const filter = new RoomFilter(makeField(), nav, () => keys.focusFirst());
const showDrafts = watchDrafts(me, signal);
new SidebarEdge(sidebar);

function show() {
  for (const stop of nav.querySelectorAll("a, button")) if (stop.tabIndex !== -1) stop.tabIndex = -1;
  sections.show();
  filter.show();
  keys.show();
  showDrafts();
  showWaiting();
  showTotal(roomLinks());
}

// ---- when to ask

const IDLE = 10 * 60_000; // ms without any of this, after which one is not there: as in presence.js

let actedAt = Date.now();
let tag = "";
let timer = null;
let askedAt = 0;
let failures = 0;

function plan() {
  clearTimeout(timer);
  const usual = document.visibilityState === "visible" ? OFTEN : SELDOM;
  timer = setTimeout(ask, Math.min(usual * 2 ** failures, LONGEST) * (0.9 + Math.random() / 5));
}

async function ask() {
  askedAt = Date.now();
  plan(); // also where no answer comes
  try {
    const isActive = document.visibilityState === "visible" && Date.now() - actedAt < IDLE;
    const response = await fetch(`/sidebar${isActive ? "?active=yes" : ""}`, { redirect: "manual", headers: tag ? { "If-None-Match": tag } : {} });
    if (response.type === "opaqueredirect") return location.reload(); // the session has ended: to the login, and back here
    if (!response.ok && response.status !== 304) throw new Error(response.status);
    if (response.ok) {
      take(await response.text());
      tag = response.headers.get("ETag");
      show();
    }
    failures = 0;
  } catch {
    failures += 1;
  }
  return plan();
}

function acted() {
  actedAt = Date.now();
}

function look() {
  if (document.visibilityState === "visible" && Date.now() - askedAt > AGAIN) ask();
}

for (const event of ["pointermove", "pointerdown", "wheel", "focus"]) {
  window.addEventListener(event, acted, { capture: true, passive: true });
}
onKeys(window, acted, { capture: true });
for (const row of list.children) drawn.set(row, row.outerHTML);
if (content.querySelector(".listed-message, a.picture")) import("plain_messages").then(({ listenToMessages }) => listenToMessages(content, signal), console.warn);
if (content.querySelector(".reminder-form")) import("saved_reminders").catch(console.warn);
followTitle(signal);
show();
entries.onOtherTab(showWaiting);
for (const event of ["focus", "online", "pageshow"]) window.addEventListener(event, look);
document.addEventListener("visibilitychange", look);
plan();
