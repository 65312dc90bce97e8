// How an operation is written: as LiveView prints it, and as the Python call that makes it. Without DOM.
//
// A text is a list of strings, of keys, { key, domId }, which can be pointed at, and of lists with commas between their
// items, { items }, whose items are texts themselves.

const quote = (value) => JSON.stringify(String(value));

export const rowsText = (count) => `${count} ${count === 1 ? "row" : "rows"}`;

const keysOf = (rows) => rows.map((row) => (Array.isArray(row) ? row[0] : String(row)));

// A place as LiveView would have it: an index; what stands beside a row has none there, and is named.
function placeOf(place, offset) {
  if (typeof place !== "number") return Object.entries(place).map(([side, key]) => `${side} ${quote(key)}`).join();
  return place > 0 ? place + offset : place;
}

// Puts commas between texts.
const join = (items) => (items.length ? [{ items }] : []);

// Which rows an operation inserts, at which index, and which it deletes.
export function changesOf({ kind, rows = [], at = -1, created = [], edited = [], deleted = [] }) {
  const insertAt = (list, place) => keysOf(list).map((key, offset) => ({ key, at: placeOf(place, offset) }));
  switch (kind) {
    case "insert":
    case "update":
    case "move":
      return { inserts: insertAt(rows, at), deletes: [] };
    case "remove":
      return { inserts: [], deletes: keysOf(rows) };
    case "reset":
    case "around":
      return { inserts: insertAt(rows, -1), deletes: [] };
    case "sync":
      return { inserts: [...insertAt(created, -1), ...insertAt(edited, -1)], deletes: keysOf(deleted) };
    case "part":
      return { inserts: insertAt(edited, -1), deletes: [] };
    default:
      return { inserts: [], deletes: [] };
  }
}

// inserts: [("messages-111", 0, …)], deletes: []
export function liveViewText(entry) {
  const { inserts, deletes } = changesOf(entry);
  const name = (key) => ({ key, domId: `${entry.stream}-${key}` });
  const inserted = inserts.map(({ key, at }) => ["(", name(key), `, ${at}, …)`]);
  const text = ["inserts: [", ...join(inserted), "], deletes: [", ...join(deletes.map((key) => [name(key)])), "]"];
  return entry.kind === "reset" || entry.kind === "around" ? [...text, ", reset: true"] : text;
}

const item = (stream) => (key) => ["‹", { key, domId: `${stream}-${key}`, isShort: true }, "›"];

// By kind: the method and what its arguments are.
const METHODS = {
  update: "update_item",
  around: "reset",
  seek: "scroll_to",
  part: "update_part",
};

const KEYS_ALONE = ["remove", "move", "seek", "part"]; // their arguments are keys, not items

function optionsOf({ kind, at, limit, defaultLimit, revision, isPage }) {
  const options = [];
  if (at !== null && typeof at === "object") for (const [side, key] of Object.entries(at)) options.push(`${side}=${quote(key)}`);
  else if (at > 0 || (kind === "move" && at === 0)) options.push(`at=${at}`);
  if (limit !== null && limit !== defaultLimit) options.push(`limit=${limit}`);
  if (revision !== null && isPage) options.push(`revision=${revision}`);
  return options.map((option) => [option]);
}

function operationCall({ stream, kind, edited = [], rows = edited, at = -1, limit = null, defaultLimit = null, revision = null, isPage, selector }) {
  const keyAlone = (key) => ['"', { key, domId: `${stream}-${key}`, isShort: true }, '"'];
  const items = keysOf(rows).map(KEYS_ALONE.includes(kind) ? keyAlone : item(stream));
  if (kind === "part") items.push([`${quote(selector)}, …`]);
  const inserting = at === 0 ? "prepend" : at === -1 ? "append" : "insert";
  const method = kind === "insert" ? inserting : (METHODS[kind] ?? kind);
  const options = optionsOf({ kind, at, limit, defaultLimit, revision, isPage });
  return [`${stream}.${method}(`, ...join(items), ...(items.length && options.length ? [", "] : []), ...join(options), ")"];
}

function broadcastCall({ stream, topic, revision, kind, rows = [] }) {
  const target = `broadcast(${quote(topic)}, ${revision}`;
  if (kind === "heartbeat") return [`${target})`];
  const isRemoval = kind === "remove";
  const list = keysOf(rows).map((key) => {
    const name = { key, domId: `${stream}-${key}`, isShort: true };
    return isRemoval ? ['"', name, '"'] : ['row("', name, '", …)'];
  });
  return [`${target}, ${quote(kind)}, [`, ...join(list), "])"];
}

// since: undefined if the question was not seen
const sinceText = (since) => (since === undefined ? "…" : (since ?? "None"));

function syncCall({ stream, since, revision, kind, rows = [], created = [], edited = [], deleted = [] }) {
  const call = `changes_since(${sinceText(since)}) → Changes(${revision}`;
  const list = (label, keys) => (keys.length ? [`, ${label}=[`, ...join(keysOf(keys).map(item(stream))), "]"] : []);
  if (kind === "reset") return [call, ...list("reset", rows), ")"];
  return [call, ...list("created", created), ...list("edited", edited), ...list("deleted", deleted), ")"];
}

const QUESTIONS = {
  follow: ({ since }) => `changes_since(${since ?? "None"})`,
  jump: () => "changes_since(None)",
  page: ({ edge, key }) => (edge === "first" ? "items()" : `on_${edge}(${quote(key)})`),
  action: ({ action, key, args }) => `on_action(${quote(action)}, ${quote(key)}, ${JSON.stringify(args ?? {})})`,
};

// The call that makes an operation, or that a question leads to.
export function pythonText(entry) {
  if (entry.origin === "asked") return [QUESTIONS[entry.kind](entry)];
  if (entry.origin === "broadcast") return broadcastCall(entry);
  if (entry.isSync) return syncCall(entry);
  const call = operationCall(entry);
  return entry.isPage ? [`${QUESTIONS.page(entry.page)} → `, ...call] : call;
}

// A text as one string.
export const plain = (text) => text.map(plainPart).join("");

function plainPart(part) {
  if (typeof part === "string") return part;
  if (part.items) return part.items.map(plain).join(", ");
  return part.isShort ? part.key : quote(part.domId);
}
