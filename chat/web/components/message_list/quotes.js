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

// Takes the detail of a `stream:changes` event: messages have other texts now, or are no more, in the list or further up.
// Quotes of them change here, so that nobody else has to be told.
export function updateQuotes(list, { edited, deleted }) {
  const quotes = list.getElementsByClassName("quote");
  if (!quotes.length || !(edited.length || deleted.length)) return;
  const texts = new Map(edited.map(([key, html]) => [String(key), html]));
  const gone = new Set(deleted.map(String));
  for (const quote of [...quotes]) {
    const text = quote.querySelector("a > span");
    if (gone.has(quote.dataset.of)) showGone(quote);
    else if (text && texts.has(quote.dataset.of)) text.textContent = firstLineOf(texts.get(quote.dataset.of));
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
