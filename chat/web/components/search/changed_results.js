// Results of messages that are deleted or edited, and of rooms that one sees no more, which the browser hears of anyway.
const IS_DELETED = /^<article\b[^>]* data-deleted[ >]/;
const EDITED = /^<article\b[^>]* data-edited=(\d+)/;

// Deleted messages and their replies lead nowhere, whatever they said is hidden; edited ones are greyed, as the words that
// were found may be gone. changes: the detail of a `stream:changes` event
export function markChanged(rows, { edited = [], deleted = [], reset = null }) {
  const gone = new Set(deleted.map(String));
  const changed = new Map([...edited, ...(reset ?? [])].map(([key, html]) => [String(key), html]));
  for (const row of rows) {
    const key = row.dataset.message;
    const html = changed.get(key);
    if (gone.has(key) || (html !== undefined && IS_DELETED.test(html))) markGone(row);
    else if (html !== undefined && row.dataset.edited !== (EDITED.exec(html)?.[1] ?? "0")) row.toggleAttribute("data-changed", true);
  }
}

// Of rooms that are not open. news: of a signal: messages, deleted ones below zero, edited ones with names from before
export function markNews(rows, news) {
  const deleted = new Set(news.filter(([message]) => message < 0).map(([message]) => String(-message)));
  const edited = new Set(news.filter(([message, , , , before]) => message > 0 && before).map(([message]) => String(message)));
  for (const row of rows) {
    if (deleted.has(row.dataset.message)) markGone(row);
    else if (edited.has(row.dataset.message)) row.toggleAttribute("data-changed", true);
  }
}

// Whether there are results of rooms that have left the list of rooms. changes: as above, of that list
export function areOfLostRooms(rows, { deleted = [], reset = null }) {
  const lost = new Set(deleted.map(String));
  const there = reset && new Set(reset.map(([key]) => String(key)));
  return rows.some(({ dataset: { room } }) => lost.has(room) || (there && !there.has(room)));
}

function markGone(row) {
  row.toggleAttribute("data-gone", true);
  row.querySelector(".result-text").textContent = "This message was deleted.";
  row.querySelector(".result-files")?.remove();
}
