// Changes the text of a box as if it were typed: the browser's undo takes it back, and who listens for `input` hears of it.

const MANY = 40; // line breaks from which on Chromium takes too long to insert them as text: 2 s for 1,000, 40 s for 5,000

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

// Puts a text in place of a range, by default of what is selected; the caret stands behind it.
export function replaceText(box, text, start = box.selectionStart, end = box.selectionEnd) {
  const expected = box.value.slice(0, start) + text + box.value.slice(end);
  box.focus();
  box.setSelectionRange(start, end);
  if (expected === box.value) return box.setSelectionRange(start + text.length, start + text.length);
  execute(box, text);
  if (box.value !== expected) box.value = expected; // where the browser knows no such command
  box.setSelectionRange(start + text.length, start + text.length);
  return box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

const stop = (event) => event.stopImmediatePropagation();

// Deprecated, and without a successor: nothing else puts it on the list of what can be undone. Of what it tells for each
// line, nobody hears: half a text is none.
function execute(box, text) {
  if (document.activeElement !== box) return;
  window.addEventListener("input", stop, true);
  box.style.minHeight = `${box.offsetHeight}px`; // what is above it must not move while half of it is there
  const isLong = text.split("\n", MANY + 1).length > MANY;
  const isDone = isLong && document.execCommand("insertHTML", false, text.replace(/[&<>]/g, (sign) => ESCAPES[sign]));
  if (!isDone) document.execCommand(text ? "insertText" : "delete", false, text);
  box.style.minHeight = "";
  window.removeEventListener("input", stop, true);
}

const isHalf = (text, index) => /[\uD800-\uDBFF]/.test(text[index - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[index] ?? "");

// How many letters two texts share at their beginning, and of the rest at their end; none is cut into halves.
export function commonEnds(one, other) {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head += 1;
  if (isHalf(one, head) || isHalf(other, head)) head -= 1;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  if (isHalf(one, one.length - tail) || isHalf(other, other.length - tail)) tail -= 1;
  return { head, tail };
}

// Gives a box another text and selection, as { text, start, end }, and changes no more than what differs.
export function editText(box, { text, start, end }) {
  const before = box.value;
  if (before !== text) {
    const { head, tail } = commonEnds(before, text);
    replaceText(box, text.slice(head, text.length - tail), head, before.length - tail);
  }
  box.focus();
  box.setSelectionRange(start, end);
}

// What the box holds, as { text, start, end }.
export const readText = (box) => ({ text: box.value, start: box.selectionStart, end: box.selectionEnd });

// Makes a box as high as its text, where the style sheet cannot: there no key waits for a layout. `more`: px of its borders.
export function fitHeight(box, more = 0) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + more}px`;
}
