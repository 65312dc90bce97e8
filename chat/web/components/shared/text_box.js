// Changes the text in a box as a keyboard does: the browser's undo takes each change back in one step.

const MANY = 40; // line breaks from which on Chromium takes too long to insert them as text: 2 s for 1,000, 40 s for 5,000

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const asHtml = (text) => text.replace(/[&<>]/g, (character) => ESCAPES[character]);

const muffle = (event) => event.stopImmediatePropagation();

// Puts a text in place of what is selected, or of what stands between two places, and the caret behind it. Whoever listens
// hears of it once, by an `input` event.
export function replaceText(box, text, start = box.selectionStart, end = box.selectionEnd) {
  const plain = text.replace(/\r\n?/g, "\n");
  const expected = box.value.slice(0, start) + plain + box.value.slice(end);
  box.focus();
  box.setSelectionRange(start, end);
  window.addEventListener("input", muffle, true); // Chromium tells each line
  if (document.activeElement === box && box.value !== expected) type(plain);
  window.removeEventListener("input", muffle, true);
  if (box.value !== expected) box.value = expected; // where the browser cannot: without undo
  box.setSelectionRange(start + plain.length, start + plain.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// Into what has the focus.
function type(text) {
  if (!text) return document.execCommand("delete");
  const isLong = text.split("\n", MANY + 1).length > MANY;
  return (isLong && document.execCommand("insertHTML", false, asHtml(text))) || document.execCommand("insertText", false, text);
}
