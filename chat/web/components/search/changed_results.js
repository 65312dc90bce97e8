// Results of messages that are deleted or edited in an open room, which the browser hears of anyway.
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

function markGone(row) {
  row.toggleAttribute("data-gone", true);
  row.querySelector(".result-text").textContent = "This message was deleted.";
  row.querySelector(".result-files")?.remove();
}
