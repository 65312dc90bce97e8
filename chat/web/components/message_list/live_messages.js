// Live messages: what depends on the viewer in rows that are the same for everybody, and what a press asks for.
import { hue, initials } from "avatar";
import { clockIn, deviceZone } from "clock";
import { fullTime, shortTime, timeOfDay } from "local_time";
import { onConnection } from "socket";

const MOST = 50; // as of pages/live_messages.py

export const isLive = (row) => row.querySelector(":scope > .live") !== null;

const pressable = (root) => root.querySelectorAll("button[data-act]");
const nameOf = (act, arg = "") => `${act}-${arg}`;

function setPressed(button, isMine) {
  button.setAttribute("aria-pressed", String(isMine));
  button.dataset.add = String(!isMine);
}

// ---- what I have pressed without anybody else being told: asked for once for all rows that come together

const secrets = new Map(); // by message: the names of the buttons
const current = new Set(); // of these messages nothing is known to have changed since
const newest = new Map(); // by message: which question was the last; earlier ones may be answered later
const asked = new Set();
let questions = 0;
let isWatching = false;

const rowsOf = (key) => document.querySelectorAll(`.message[data-key="${CSS.escape(key)}"]`);
const hasSecrets = (row) => row.querySelector(".live button[data-secret]") !== null;

function showSecrets(row) {
  const mine = secrets.get(row.dataset.key) ?? [];
  for (const button of row.querySelectorAll(".live button[data-secret]")) setPressed(button, mine.includes(button.name));
}

function askForSecrets(key) {
  if (!asked.size) setTimeout(ask);
  asked.add(key);
}

async function ask() {
  const keys = [...asked];
  asked.clear();
  watch();
  for (let begin = 0; begin < keys.length; begin += MOST) await askFor(keys.slice(begin, begin + MOST));
}

async function askFor(keys) {
  questions += 1;
  const question = questions;
  for (const key of keys) {
    newest.set(key, question);
    current.add(key);
  }
  const isLast = (key) => newest.get(key) === question;
  const answer = await fetch(`/messages/pressed?ids=${keys.join("+")}`, { headers: { Accept: "application/json" } }).catch(console.warn);
  const isAnswered = answer?.ok && !answer.redirected;
  const found = isAnswered ? await answer.json() : {};
  for (const key of keys.filter(isLast)) {
    if (!isAnswered) current.delete(key);
    if (!found[key]) continue;
    secrets.set(key, found[key]);
    for (const row of rowsOf(key)) {
      showSecrets(row);
      showPress(row);
    }
  }
}

// Called by the server: I have pressed something in this message, here or elsewhere; without one, nobody knows in which.
export function pressedSecretly(id) {
  if (id === null) return askAnew();
  const key = String(id);
  current.delete(key);
  if ([...rowsOf(key)].some(hasSecrets)) askForSecrets(key);
  return undefined;
}

// Whoever was away may have pressed elsewhere.
function askAnew() {
  current.clear();
  for (const row of document.querySelectorAll(".message:has(.live button[data-secret])")) askForSecrets(row.dataset.key);
}

function watch() {
  if (isWatching || !window.socket) return;
  isWatching = true;
  onConnection({ connected: askAnew, disconnected: () => {} });
  document.addEventListener("visibilitychange", () => document.hidden || askAnew());
}

// ---- rows

function showPerson(element) {
  const { person, avatar } = element.dataset;
  element.dataset.initials = initials(element.textContent);
  element.style.setProperty("--hue", hue(Number(person ?? 0)));
  if (avatar) element.style.setProperty("--avatar-image", `url(/avatars/${avatar}.webp)`);
  element.translate = false;
}

const isToday = (at) => new Date(at).toDateString() === new Date().toDateString();
const yearOf = (at) => new Date(at).getFullYear();

function showTime(time) {
  const at = Number(time.dataset.at);
  const year = yearOf(at) === yearOf(Date.now()) ? {} : { year: "numeric" };
  const day = new Date(at).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short", ...year });
  time.dateTime = new Date(at).toISOString();
  const { since } = time.dataset;
  if (since && new Date(Number(since)).toDateString() === new Date(at).toDateString()) time.textContent = timeOfDay(at);
  else time.textContent = isToday(at) ? timeOfDay(at) : `${at < Date.now() ? shortTime(at) : day}, ${timeOfDay(at)}`;
  time.title = fullTime(at);
  if (time.dataset.zone) showZone(time, at, time.dataset.zone);
}

// What clock that is, and what time it is where it was said.
function showZone(time, at, zone) {
  const name = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" }).formatToParts(at).find(({ type }) => type === "timeZoneName");
  time.textContent += ` ${name?.value ?? ""}`;
  const there = clockIn(zone, at).replace("T", " ");
  if (zone !== deviceZone()) time.title += `\n${there} in ${zone.replaceAll("_", " ")}`;
}

const timers = new WeakMap(); // by row: until it closes

function close(row, body, times) {
  const ends = Math.max(...times.map(({ dataset }) => Number(dataset.at)));
  const isOver = ends <= Date.now();
  row.toggleAttribute("data-over", isOver);
  clearTimeout(timers.get(row));
  if (isOver) for (const button of pressable(body)) button.disabled ||= !("leads" in button.dataset);
  else if (ends - Date.now() < 2 ** 31) {
    timers.set(row, setTimeout(() => row.isConnected && close(row, body, times), ends - Date.now() + 50));
  }
}

// Names in buttons are no links: those are marked by format_message.js.
function markNames(row, body, me, isMember) {
  for (const name of body.querySelectorAll("span.mention")) {
    const isMe = name.dataset.person ? name.dataset.person === me : isMember;
    name.translate = false;
    name.toggleAttribute("data-me", isMe);
    if (isMe && row.dataset.author !== me) row.toggleAttribute("data-meant", true);
  }
}

export function formatLive(row, body, me, { isMember, isReadOnly }) {
  markNames(row, body, me, isMember);
  for (const field of body.querySelectorAll("button[data-act], .live-form :is(input, button)")) field.disabled = isReadOnly;
  for (const button of pressable(body)) {
    if (button.dataset.by !== undefined) setPressed(button, button.dataset.by.split(" ").includes(me));
  }
  for (const person of body.getElementsByClassName("live-person")) showPerson(person);
  const times = [...body.querySelectorAll("time[data-at]")];
  times.forEach(showTime);
  const ends = times.filter(({ dataset }) => "until" in dataset);
  if (ends.length) close(row, body, ends);
  for (const link of body.querySelectorAll("a[data-download]")) link.setAttribute("href", `/messages/${row.dataset.key}/file`);
  if (hasSecrets(row)) {
    showSecrets(row);
    if (!current.has(row.dataset.key)) askForSecrets(row.dataset.key);
  }
}

// ---- presses

const SURE = 4000; // ms in which a second press does what the first one has asked for

// The button that `args` are of, which may be drawn no more.
export const buttonOf = (row, { act, arg }) => row?.querySelector(`.live button[name="${CSS.escape(nameOf(act, arg))}"]`) ?? null;

const fieldsOf = (row, { act }) => [...(row?.querySelectorAll(`.live form[data-act="${CSS.escape(act)}"] input`) ?? [])];

// Whether a press counts: of a button that asks whether one is sure, the second.
export function isSure(button) {
  if (!button?.dataset.sure || "asks" in button.dataset) return true;
  const { textContent, ariaLabel } = button;
  const label = [...button.childNodes]; // with its pictures
  button.dataset.asks = "";
  button.textContent = button.dataset.sure;
  button.ariaLabel = `${button.dataset.sure} ${ariaLabel ?? textContent}`;
  setTimeout(() => {
    if (!("asks" in button.dataset)) return; // the row was drawn anew
    delete button.dataset.asks;
    button.replaceChildren(...label);
    button.ariaLabel = ariaLabel;
  }, SURE);
  return false;
}

// What is sent of a press; the button shows at once that it was pressed, and a line to type in is empty.
export function pressed({ by, secret, leads, sure, asks, add, wants, ...rest }, row) {
  const args = add === undefined ? rest : { ...rest, on: add };
  const button = buttonOf(row, args);
  button?.setAttribute("data-waiting", "");
  if (!button) for (const input of fieldsOf(row, args)) input.value = "";
  return args;
}

// What was typed in a line and refused is there again, unless something else was begun there.
export function putBack(args, row) {
  if (buttonOf(row, args)) return;
  for (const input of fieldsOf(row, args)) input.value ||= args[input.name] ?? "";
}

// The server has answered: what was pressed is in the row by now, or was refused.
export function showPress(row) {
  for (const button of row.querySelectorAll(".live [data-waiting]")) button.removeAttribute("data-waiting");
}
