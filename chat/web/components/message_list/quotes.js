// What messages answer: the quotes above them, which follow what becomes of the messages they are of, and lead to these.
import { isTouch } from "keyboard";
import { firstLineOf } from "message_text";

// What is kept of a message that is to be answered.
export function quoteOf(row) {
  const html = row.parentElement.stream.sent(row.dataset.key);
  return { id: row.dataset.key, author: row.dataset.author, name: row.querySelector(":scope > b").textContent, text: firstLineOf(html) };
}

function showGone(quote) {
  const text = document.createElement("span");
  text.textContent = "This message was deleted.";
  quote.replaceChildren(text);
}

// The text that a quote of a message has after a change, null once that was deleted; undefined where it stays as it is.
// changes: the detail of a `stream:changes` event
export function textAfter({ edited, deleted }, id) {
  if (deleted.some((key) => String(key) === id)) return null;
  const row = edited.find(([key]) => String(key) === id);
  return row && firstLineOf(row[1]);
}

// Messages have other texts now, or are no more, in the list or further up: quotes of them change here, so that nobody else
// has to be told.
export function updateQuotes(list, changes) {
  const quotes = list.getElementsByClassName("quote");
  if (!quotes.length || !(changes.edited.length || changes.deleted.length)) return;
  for (const quote of [...quotes]) {
    const text = textAfter(changes, quote.dataset.of);
    const shown = quote.querySelector("a > span");
    if (text === null) showGone(quote);
    else if (text !== undefined && shown) shown.textContent = text;
  }
}

const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) => !(button || ctrlKey || metaKey || shiftKey || altKey);

// A press on a quote leads to its message here, instead of opening the room anew. shown(row): it is there, and has the focus
// where there are keys to go on with.
export function listenToQuotes(list, shown) {
  let wanted = null; // the message that is being shown
  list.addEventListener("click", (event) => {
    const quote = event.target.closest(".quote > a")?.parentElement;
    if (!quote || !isPlain(event)) return;
    event.preventDefault();
    event.stopPropagation(); // navigation.js would ask the server for the room
    wanted = quote.dataset.of;
    list.stream.showRow(wanted);
  });
  list.addEventListener("stream:target", ({ detail: { key, row } }) => {
    if (String(key) !== wanted) return;
    wanted = null;
    if (!row) return Quasar.Notify.create({ message: "That message is no longer there.", position: "top" });
    if (!isTouch) row.focus({ preventScroll: true });
    return shown(row);
  });
}
