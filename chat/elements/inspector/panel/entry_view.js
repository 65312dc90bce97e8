// Draws an entry of the record.
import { make, makeButton } from "./dom.js";
import { changesOf, liveViewText, pythonText } from "./operation_text.js";

const MANY = 6; // items of a list, beyond which only the first are shown until somebody asks for the rest
const FIRST = 3;

const ORIGINS = {
  broadcast: "broadcast to all followers",
  answered: "answered: this page has asked for it",
  own: "own: for this page alone",
  asked: "asked: this page asks the server",
  connection: "the connection",
  fault: "made by the fault lab",
  page: "the page shows another list",
  check: "found by a comparison with the server",
};

const clock = (time) =>
  `${time.toLocaleTimeString([], { hour12: false })}.${String(time.getMilliseconds()).padStart(3, "0")}`;

const size = (bytes) => (bytes < 10_000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`);

const join = (lists) => lists.flatMap((list, index) => (index ? [", ", ...list] : list));

function makeItems(items, attributes) {
  const draw = (list) => join(list.map((item) => makeParts(item, attributes)));
  if (items.length <= MANY) return draw(items);
  const showAll = () => {
    const rest = draw(items.slice(FIRST));
    more.replaceWith(...rest);
    rest.find((node) => node instanceof Element)?.focus();
  };
  const more = makeButton(`… ${items.length - FIRST} more`, showAll, { class: "si-more", ...attributes });
  return [...draw(items.slice(0, FIRST)), ", ", more];
}

function makeParts(text, attributes) {
  return text.flatMap((part) => {
    if (typeof part === "string") return part;
    if (part.items) return makeItems(part.items, attributes);
    const label = part.isShort ? part.key : JSON.stringify(part.domId);
    return makeButton(label, null, { class: "si-key", "data-dom-id": part.domId, "aria-label": `Row ${part.domId}`, ...attributes });
  });
}

const makeText = (label, text, attributes) => make("code", { class: "si-text", role: "group", "aria-label": label }, ...makeParts(text, attributes));

function facts({ origin, index, limit, bytes, revision, ms }) {
  const found = [];
  if (revision !== null && revision !== undefined) found.push(["revision", `#${revision}`, "Revision of the topic"]);
  if (index !== null && index !== undefined) found.push(["index", `at ${index}`, "Index of the first row"]);
  if (limit) found.push(["limit", `limit ${limit}`, "Rows kept"]);
  if (bytes) found.push(["bytes", size(bytes), "Bytes, as JSON"]);
  if (ms !== undefined) found.push(["ms", `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`, "Milliseconds to apply, with layout"]);
  const list = found.map(([name, text, title]) => make("span", { class: `si-fact si-${name}`, title }, text));
  return [make("span", { class: "si-fact si-origin", title: ORIGINS[origin] }, origin), ...list];
}

const hasRows = ({ kind, origin }) => origin !== "asked" && ["insert", "update", "remove", "move", "reset", "around", "sync"].includes(kind);

// attributes: of the buttons in it
export function drawEntry(entry, attributes = {}) {
  const { inserts, deletes } = changesOf(entry);
  const domIds = [...inserts.map(({ key }) => key), ...deletes].map((key) => `${entry.stream}-${key}`);
  const isOperation = !["connection", "fault", "check", "page"].includes(entry.origin);
  return make(
    "li",
    { class: "si-entry", tabindex: -1, "data-origin": entry.origin, "data-kind": entry.kind, "data-dom-ids": JSON.stringify(domIds) },
    make(
      "div",
      { class: "si-line" },
      make("strong", { class: "si-kind" }, entry.kind),
      ...facts(entry),
      make("time", { class: "si-time" }, clock(entry.time)),
    ),
    entry.outcome ? make("div", { class: "si-outcome", "data-good": Boolean(entry.isExpected) }, entry.outcome) : null,
    hasRows(entry) ? makeText("As LiveView prints it", liveViewText(entry), attributes) : null,
    isOperation && !entry.isPageEnd ? makeText("As a call in Python", pythonText(entry), attributes) : null,
  );
}
