// How an operation is written: as LiveView prints it, and as the Python call that makes it. Without DOM.
//
// A text is a list of strings and of keys, { key, domId }, which can be pointed at.

const quote = (value) => JSON.stringify(String(value));

const keysOf = (rows) => rows.map((row) => (Array.isArray(row) ? row[0] : String(row)));

// Puts commas between lists.
const join = (lists) => lists.flatMap((list, index) => (index ? [", ", ...list] : list));

// Which rows an operation inserts, at which index, and which it deletes.
export function changesOf({ kind, rows = [], at = -1, created = [], edited = [], deleted = [] }) {
  const insertAt = (list, index) => keysOf(list).map((key, offset) => ({ key, at: index > 0 ? index + offset : index }));
  switch (kind) {
    case "insert":
    case "update":
      return { inserts: insertAt(rows, at), deletes: [] };
    case "remove":
      return { inserts: [], deletes: keysOf(rows) };
    case "reset":
      return { inserts: insertAt(rows, -1), deletes: [] };
    case "sync":
      return { inserts: [...insertAt(created, -1), ...insertAt(edited, -1)], deletes: keysOf(deleted) };
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
  return entry.kind === "reset" ? [...text, ", reset: true"] : text;
}

const item = (stream) => (key) => ["‹", { key, domId: `${stream}-${key}`, isShort: true }, "›"];

function operationCall({ stream, kind, rows = [], at = -1, limit = null, defaultLimit = null, revision = null, isPage }) {
  const items = keysOf(rows).map(item(stream));
  const options = [];
  if (kind === "insert" && at > 0) options.push([`at=${at}`]);
  if (kind === "insert" && limit !== defaultLimit && limit !== null) options.push([`limit=${limit}`]);
  if (revision !== null && isPage) options.push([`revision=${revision}`]);
  const inserted = at === 0 ? "prepend" : at < 0 ? "append" : "insert";
  const methods = { insert: inserted, update: "update_item", remove: "remove_item", reset: "reset" };
  return [`${stream}.${methods[kind] ?? kind}(`, ...join([...items, ...options]), ")"];
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

function syncCall({ stream, since, revision, kind, rows = [], created = [], edited = [], deleted = [] }) {
  const call = `changes_since(${since ?? "None"}) → Changes(${revision}`;
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
export const plain = (text) =>
  text.map((part) => (typeof part === "string" ? part : part.isShort ? part.key : quote(part.domId))).join("");
