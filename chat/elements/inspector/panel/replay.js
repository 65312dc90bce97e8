// What a list looked like after each operation, from where the record begins. Without DOM.

// The list after one more operation: its keys in their order, and rows by keys as they were sent.
export function after({ html }, { keys, rows = [], created = [], edited = [] }) {
  const sent = [...rows, ...created, ...edited].filter((row) => Array.isArray(row));
  return { keys, html: new Map([...html, ...sent]) };
}

// The list after so many of the operations; `base` is before the first.
export function stateAt(base, operations, count) {
  const html = new Map(base.html);
  for (const { rows = [], created = [], edited = [] } of operations.slice(0, count)) {
    for (const row of [...rows, ...created, ...edited]) if (Array.isArray(row)) html.set(...row);
  }
  const keys = count ? operations[count - 1].keys : base.keys;
  return keys.map((key) => [key, html.get(key) ?? ""]);
}
