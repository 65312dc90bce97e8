// How what is pasted goes into a text, whose place is a box or { value, selectionStart, selectionEnd }.
import { writeLink } from "markdown_link";

const ADDRESS = /^https?:\/\/[^\s<>]+$/i;
const BLOCK = /^(?:[-*+] |\d+[.)] |> |#{1,6} |\||`{3})/;

// An address on words is their link; nothing else that is selected becomes one.
export function makeLink(selected, text) {
  const words = selected.trim();
  const address = text.trim();
  if (!words || !ADDRESS.test(address) || /\n|\]\(|^https?:\/\//i.test(words)) return null;
  const link = writeLink(words.replace(/[[\]]/g, "\\$&"), address);
  return selected.replace(words, () => link);
}

// The fence is longer than any in the code.
export function makeFence(code, language = "") {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code.replace(/^\n+|\s+$/g, "")}\n${fence}`;
}

// In lines of its own.
export function asBlock(text, { value, selectionStart, selectionEnd }) {
  const before = value.slice(0, selectionStart);
  const after = value.slice(selectionEnd);
  const blank = text.startsWith("|") ? "\n\n" : "\n"; // a table right below text is none
  return `${!before || before.endsWith(blank) ? "" : before.endsWith("\n") ? "\n" : blank}${text}${after && !after.startsWith("\n") ? "\n" : ""}`;
}

// In the line, if it is part of one.
export const inPlace = (text, place) => (BLOCK.test(text) || text.includes("\n") ? asBlock(text, place) : text);
