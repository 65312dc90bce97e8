// How people are: the emoji of their status, at all elements with `data-status-of`, with its text for whoever points at it.

const statuses = new Map(); // id → emoji, text, and when it is over, of those whom the server has told of

// rows: id, emoji, text, and how many ms it lasts, or null; without an emoji there is none.
export function takeStatuses(rows) {
  for (const [id, emoji, text, left] of rows) statuses.set(String(id), { emoji, text, until: Date.now() + (left ?? Infinity) });
}

export function showStatus(element) {
  const told = statuses.get(element.dataset.statusOf);
  if (!told) return;
  const { emoji, text } = Date.now() < told.until ? told : { emoji: "", text: "" };
  const words = emoji && (text || emoji);
  if (element.textContent === emoji && element.title === words) return;
  element.textContent = emoji;
  element.title = words;
  if (emoji) {
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", words);
  } else {
    for (const name of ["role", "aria-label"]) element.removeAttribute(name);
  }
}
