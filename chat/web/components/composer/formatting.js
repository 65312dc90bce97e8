// Formats what is selected in a text, or takes its formatting away: functions of { text, start, end } that return another.
import { isInFence, markedLines, toggleCodeBlock } from "formatting_lines";

const KINDS = { bold: ["**", "__"], italic: ["_", "*"], strike: ["~~"] }; // the first one is written
const TOKENS = /\*\*|\*|__|_|~~/g;
const MARKS_BEFORE = /(?:\*|_|~~)+$/;
const MARKS_AFTER = /^(?:\*|_|~~)+/;
const WEB_ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

const isLetter = (letter) => /[\p{L}\p{N}_]/u.test(letter ?? "");

const reversed = (text) => [...text].reverse().join("");

const countOf = (text, mark) => text.split(mark).length - 1;

const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

// A text with these ranges of it replaced, each as [start, end, replacement], in order.
function replaced(text, ranges) {
  let at = 0;
  const parts = [];
  for (const [start, end, replacement] of ranges) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return parts.join("") + text.slice(at);
}

function trimmedRange(text, start, end) {
  const inside = text.slice(start, end);
  const left = inside.length - inside.trimStart().length;
  return left === inside.length ? [start, start] : [start + left, start + inside.trimEnd().length];
}

// ---- bold, italic, strike

// The marks that stand around a range, from inside, or within its ends, from outside: each as { token, before, after },
// where those two are the places of the marks.
function marksOutside(text, start, end) {
  const before = MARKS_BEFORE.exec(text.slice(lineStart(text, start), start))?.[0] ?? "";
  const after = reversed(MARKS_AFTER.exec(text.slice(end))?.[0] ?? "");
  const [lefts, rights] = [before, after].map((marks) => (marks.match(TOKENS) ?? []).reverse());
  const found = [];
  let distance = 0;
  for (const [index, token] of lefts.entries()) {
    if (token !== rights[index]) break;
    distance += token.length;
    const isPart = isLetter(text[start - distance - 1]) || isLetter(text[end + distance]);
    if (token.startsWith("_") && isPart) break; // as in snake_case
    found.push({ token, before: start - distance, after: end + distance - token.length });
  }
  return found;
}

function marksInside(text, start, end) {
  const inside = text.slice(start, end);
  const lefts = MARKS_AFTER.exec(inside)?.[0].match(TOKENS) ?? [];
  const rights = reversed(MARKS_BEFORE.exec(inside)?.[0] ?? "").match(TOKENS) ?? [];
  const found = [];
  let distance = 0;
  for (const [index, token] of lefts.entries()) {
    if (token !== rights[index] || 2 * (distance + token.length) >= inside.length) break;
    found.push({ token, before: start + distance, after: end - distance - token.length });
    distance += token.length;
  }
  return found;
}

const findMark = (text, [start, end], kind) =>
  [...marksOutside(text, start, end), ...marksInside(text, start, end)].find(({ token }) => KINDS[kind].includes(token));

// Within a word an underscore is none.
function markFor(text, [start, end], kind) {
  const isWithin = isLetter(text[start - 1]) || isLetter(text[end]);
  return kind === "italic" && isWithin ? "*" : KINDS[kind][0];
}

function withoutMark({ text, start, end }, { token, before, after }) {
  const { length } = token;
  const passed = (at, mark) => Math.min(length, Math.max(0, at - mark));
  const moved = (at) => at - passed(at, before) - passed(at, after);
  const ranges = [[before, before + length, ""], [after, after + length, ""]];
  return { text: replaced(text, ranges), start: moved(start), end: moved(end) };
}

function withMark({ text, start, end }, [from, to], mark) {
  const { length } = mark;
  const isWhole = start === end || from >= start;
  return {
    text: replaced(text, [[from, from, mark], [to, to, mark]]),
    start: isWhole && start < from ? start : start + length,
    end: end > to ? end + 2 * length : end + length,
  };
}

// With nothing selected: marks for what comes next, out of them, or away with them.
function toggleAtCaret(state, kind) {
  const { text, start } = state;
  const found = marksOutside(text, start, start).find(({ token }) => KINDS[kind].includes(token));
  if (found) return withoutMark(state, found);
  const line = text.slice(lineStart(text, start), start);
  const closing = KINDS[kind].find((mark) => text.startsWith(mark, start) && countOf(line, mark) % 2);
  if (closing) return { text, start: start + closing.length, end: start + closing.length };
  return withMark(state, [start, start], markFor(text, [start, start], kind));
}

// The ranges of the lines that are selected, with the marks that stand around all of them.
function rangesOf(text, start, end) {
  if (!text.slice(start, end).includes("\n")) return [[start, end]];
  const before = MARKS_BEFORE.exec(text.slice(lineStart(text, start), start))?.[0].length ?? 0;
  const after = MARKS_AFTER.exec(text.slice(end))?.[0].length ?? 0;
  const ranges = markedLines(text, start - before, end + after).map((range) => trimmedRange(text, ...range));
  return ranges.filter(([from, to]) => from < to);
}

// Whether all that is selected stands between marks of its own.
export function isMarked({ text, start, end }, kind) {
  const ranges = rangesOf(text, ...trimmedRange(text, start, end));
  return ranges.length > 0 && ranges.every((range) => findMark(text, range, kind));
}

// Of several lines each has its own, as marks do not reach over lists, quotes and blank lines.
export function toggleMark(state, kind) {
  const [start, end] = trimmedRange(state.text, state.start, state.end);
  const trimmed = { ...state, start, end };
  if (start === end) return toggleAtCaret(trimmed, kind);
  const ranges = rangesOf(state.text, start, end);
  const isOn = ranges.every((range) => findMark(state.text, range, kind));
  const around = !isOn && findMark(state.text, [start, end], kind);
  if (around) return withoutMark(trimmed, around);
  return ranges.reduceRight((now, range) => {
    const found = findMark(now.text, range, kind);
    if (isOn) return withoutMark(now, found);
    return found ? now : withMark(now, range, markFor(now.text, range, kind));
  }, trimmed);
}

// ---- code

// Backticks around code are as many as are none within it.
function ticksFor(code) {
  const runs = new Set((code.match(/`+/g) ?? []).map(({ length }) => length));
  let count = 1;
  while (runs.has(count)) count += 1;
  const space = /^`|`$/.test(code) ? " " : "";
  return ["`".repeat(count) + space, space + "`".repeat(count)];
}

function codeAround({ text, start, end }) {
  const [, before, space] = /(`+)( ?)$/.exec(text.slice(0, start)) ?? [];
  const [, spaceAfter, after] = /^( ?)(`+)/.exec(text.slice(end)) ?? [];
  if (!before || before !== after || space !== spaceAfter) return null;
  const { length } = before + space;
  const ranges = [[start - length, start, ""], [end, end + length, ""]];
  return { text: replaced(text, ranges), start: start - length, end: end - length };
}

function codeWithin({ text, start, end }) {
  const [, ticks, space] = /^(`+)( ?)[\s\S]*?[^`]\2\1$/.exec(text.slice(start, end)) ?? [];
  if (!ticks || text.slice(start + ticks.length, end - ticks.length).match(/`+/g)?.includes(ticks)) return null;
  const { length } = ticks + space;
  const ranges = [[start, start + length, ""], [end - length, end, ""]];
  return { text: replaced(text, ranges), start, end: end - 2 * length };
}

function codeAtCaret({ text, start }) {
  const isWithin = countOf(text.slice(lineStart(text, start), start), "`") % 2;
  if (text[start] === "`" && isWithin && text[start - 1] !== "`") return { text, start: start + 1, end: start + 1 };
  return { text: replaced(text, [[start, start, "``"]]), start: start + 1, end: start + 1 };
}

// Of several lines: a block.
export function toggleCode(state) {
  const isOfLines = state.text.slice(state.start, state.end).includes("\n");
  if (isOfLines || isInFence(state.text, state.start)) return toggleCodeBlock(state);
  const [start, end] = trimmedRange(state.text, state.start, state.end);
  const here = { text: state.text, start, end };
  const without = codeAround(here) ?? codeWithin(here);
  if (without) return without;
  if (start === end) return codeAtCaret(here);
  const [before, after] = ticksFor(here.text.slice(start, end));
  const marked = replaced(here.text, [[start, start, before], [end, end, after]]);
  return { text: marked, start: start + before.length, end: end + before.length };
}

// ---- links

const LINK = /^\[([\s\S]*)\]\([^()\s]*\)$/;

function withoutLink({ text, start, end }) {
  const whole = LINK.exec(text.slice(start, end));
  if (whole) return { text: replaced(text, [[start, end, whole[1]]]), start, end: start + whole[1].length };
  const [after] = /^\]\([^()\s]*\)/.exec(text.slice(end)) ?? [];
  if (!after || text[start - 1] !== "[") return null;
  return { text: replaced(text, [[start - 1, start, ""], [end, end + after.length, ""]]), start: start - 1, end: end - 1 };
}

// The caret stands where something is missing: the address or, where that was selected, the words.
export function toggleLink(state) {
  const [start, end] = trimmedRange(state.text, state.start, state.end);
  const { text } = state;
  const selected = text.slice(start, end);
  const without = withoutLink({ text, start, end });
  if (without) return without;
  const isAddress = WEB_ADDRESS.test(selected);
  const link = isAddress ? `[](${selected})` : `[${selected}]()`;
  const caret = start + (isAddress || !selected ? 1 : link.length - 1);
  return { text: replaced(text, [[start, end, link]]), start: caret, end: caret };
}
