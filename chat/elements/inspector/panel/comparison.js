// Compares the rows shown with those that the server renders anew: it is asked by the ways that the stream itself has,
// which check the viewer's access, and its answers are kept from the stream.

const PAGES = 20; // above the last one, at most
const PATIENCE = 10_000; // ms
const TRIES = 3; // while something changes in between

// Why nothing can be compared, in words for the reader.
export class Impossible extends Error {}

// Returns { checked, revision, differences: [{ key, what }] }; throws `Impossible`.
export async function compare(probe) {
  for (let tries = TRIES; ; tries -= 1) {
    const before = probe.follower?.newest;
    const found = difference(await readShown(probe), { keys: probe.keys, sent: (key) => probe.sent(key), pager: probe.pager });
    if (!found.differences.length || tries === 1 || before === probe.follower?.newest) return found;
  }
}

// The server's rows, from the first one shown to the list's end.
async function readShown(probe) {
  let { rows, revision } = await readLastPage(probe);
  let isWhole = !probe.canLoad("top");
  for (let pages = PAGES; pages > 0 && !isWhole && !reaches(rows, probe.keys[0]); pages -= 1) {
    if (!rows.length) break;
    const above = await readAbove(probe, rows[0][0]);
    rows = [...above.rows, ...rows];
    isWhole = above.hasMore === false || !above.rows.length;
  }
  return { rows, revision, isWhole };
}

const reaches = (rows, key) => key === undefined || rows.some(([other]) => other === key);

function readLastPage(probe) {
  if (probe.topic) return askFor(probe, "follow", { since: null }, lastPageOfTopic);
  if (probe.canLoad("first")) return askFor(probe, "jump", {}, lastPageOfLoader);
  throw new Impossible("This stream has no way to read its rows again: neither a topic nor a function as items.");
}

function lastPageOfTopic(probe, method, answer) {
  if (method !== "onAnswer") return null;
  if (!answer) return { error: "The server could not read the rows, or this viewer may not see them.", isShared: true };
  if (!answer.reset) return null;
  // The stream may have asked for the same: then it gets the first of both answers.
  return { result: { rows: answer.reset, revision: answer.revision }, isShared: probe.follower.isWaiting };
}

function lastPageOfLoader(_probe, method, operations) {
  const isAnswer = method === "apply" && operations[0]?.[0] === "reset" && operations[1]?.[0] === "toEnd";
  return isAnswer ? { result: { rows: operations[0][1], revision: null } } : null;
}

function readAbove(probe, key) {
  const isOurs = (page) => page?.edge === "top" && page.key === key;
  if (probe.pager.loading === "top") throw new Impossible("A page is being loaded: try again.");
  let rows = [];
  return askFor(probe, "page", { edge: "top", key }, (_probe, method, first, second) => {
    if (method === "apply" && isOurs(second)) {
      for (const [operation, inserted] of first) if (operation === "insert") rows = [...inserted, ...rows];
      return {};
    }
    if (method === "completePage" && isOurs(first)) return { result: { rows, hasMore: second } };
    if (method === "failPage" && isOurs(first)) return { error: "The server could not load a page." };
    return null;
  });
}

// Asks, and keeps from the stream what `claim` takes: { result }, { error }, or {} for a part of it.
function askFor(probe, event, args, claim) {
  return new Promise((resolve, reject) => {
    const take = (...answer) => {
      const claimed = claim(probe, ...answer);
      if (!claimed) return false;
      if (claimed.error) end(() => reject(new Impossible(claimed.error)));
      else if (claimed.result) end(() => resolve(claimed.result));
      return !claimed.isShared;
    };
    const end = (then) => {
      probe.release(take);
      window.socket.off("disconnect", onDisconnect);
      clearTimeout(timer);
      then();
    };
    const onDisconnect = () => end(() => reject(new Impossible("The connection was lost.")));
    // The answer may still come, and must not reach the stream then: it stays claimed.
    const timer = setTimeout(() => reject(new Impossible("The server did not answer.")), PATIENCE);
    window.socket.on("disconnect", onDisconnect);
    probe.claim(take);
    probe.ask(event, args);
  });
}

// Where a part of a row was updated, its HTML is written as the browser would write it.
const isSame = (one, other) => one === other || normalized(one) === normalized(other);

function normalized(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML;
}

// What is shown otherwise than the server has it.
export function difference({ rows, revision, isWhole }, { keys, sent, pager }) {
  const expected = new Map(rows);
  const known = keys.filter((key) => expected.has(key));
  const order = rows.map(([key]) => key);
  const first = isWhole && pager.isAtStart ? 0 : order.indexOf(known[0]);
  const last = pager.isAtEnd ? order.length - 1 : order.indexOf(known.at(-1));
  const range = order.slice(Math.max(first, 0), last + 1);
  const shown = new Set(keys);
  const differences = [
    ...range.filter((key) => !shown.has(key)).map((key) => ({ key, what: "missing here" })),
    ...keys.filter((key) => !expected.has(key)).map((key) => ({ key, what: "not on the server" })),
    ...known.filter((key) => !isSame(sent(key), expected.get(key))).map((key) => ({ key, what: "another content" })),
  ];
  const ranged = range.filter((key) => shown.has(key));
  const moved = ranged.find((key, index) => key !== known[index]);
  if (!differences.length && moved) differences.push({ key: moved, what: "in another place" });
  return { checked: range.length, revision, differences };
}
