// The keys that format what is written in a box, and what a line break does there in lists and code.
import { FORMATS } from "formats";
import { toggleCode, toggleLink, toggleMark } from "formatting";
import { breakLine, indentLines, isInFence, toggleCodeBlock, toggleLines } from "formatting_lines";
import { isApple, isTouch, letterOf, onKeys, withCommand } from "keyboard";
import { editText, readText } from "text_box";

const CHANGES = {
  bold: (state) => toggleMark(state, "bold"),
  italic: (state) => toggleMark(state, "italic"),
  strike: (state) => toggleMark(state, "strike"),
  link: toggleLink,
  number: (state) => toggleLines(state, "number"),
  bullet: (state) => toggleLines(state, "bullet"),
  task: (state) => toggleLines(state, "task"),
  quote: (state) => toggleLines(state, "quote"),
  code: toggleCode,
  block: toggleCodeBlock,
};

const sign = (event) => (event.code.startsWith("Digit") ? event.code.at(-1) : letterOf(event).toUpperCase());

// Without a selection Ctrl and K goes to a room.
function formatOf(event, box) {
  if (!withCommand(event) || event.repeat) return null;
  const keys = [...(event.shiftKey ? ["Shift"] : []), sign(event)].join();
  const found = Object.keys(FORMATS).find((name) => FORMATS[name].keys.join() === keys);
  return found === "link" && box.selectionStart === box.selectionEnd ? null : found;
}

// AltGr is Ctrl and Alt to some browsers, and types a letter.
const isPreview = (event) =>
  event.code === "KeyP" && event.altKey && (isApple ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.getModifierState("AltGraph");

// Whether a key is Enter to send: not by touch, with Shift or in a block of code, unless with Ctrl.
export function isSending(event, box) {
  if (event.key !== "Enter" || event.shiftKey) return false;
  return event.ctrlKey || event.metaKey || (!isTouch && !isInFence(box.value, box.selectionStart));
}

// name: as in FORMATS
export const applyFormat = (box, name) => editText(box, CHANGES[name](readText(box)));

function edit(event, box, change) {
  const edited = change(readText(box));
  if (!edited) return;
  event.preventDefault();
  editText(box, edited);
}

// preview(): somebody wants to see what it looks like
export function listenToFormatting(box, { preview }) {
  let isLeaving = false; // by Esc: then Tab goes on from the box, whatever it could do in there
  const actionOf = (event) => {
    const found = formatOf(event, box);
    if (found) return () => applyFormat(box, found);
    return isPreview(event) ? preview : null;
  };
  box.dataset.formats = "";
  onKeys(box, (event) => {
    const isTab = event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isTab && !isLeaving) return edit(event, box, (state) => indentLines(state, event.shiftKey));
    if (event.key !== "Shift") isLeaving = event.key === "Escape";
    const action = actionOf(event);
    if (!action) return undefined;
    event.preventDefault();
    event.stopPropagation();
    return action();
  });
  // Whichever key breaks the line, also on a screen's keyboard.
  box.addEventListener("beforeinput", (event) => {
    const isBreak = ["insertLineBreak", "insertParagraph"].includes(event.inputType);
    if (isBreak && event.cancelable && !event.isComposing) edit(event, box, breakLine);
  });
}
