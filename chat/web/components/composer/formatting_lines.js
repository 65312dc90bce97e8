// Lists, quotes and blocks of code: what belongs to whole lines of a text. Functions of { text, start, end }.

const QUOTE = /^(?:[ \t]*>)+[ \t]?/;
const ITEM = /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(\[[ xX]\](?:[ \t]+|$))?/;
const FENCE = /^(?:[ \t]*>)*[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})(.*)$/;
const INDENT = "    "; // of code

// The lines of a text that a range touches: each as { at, text }, where `at` is its first character's place.
function linesIn(text, start, end) {
  const lines = [];
  let at = text.lastIndexOf("\n", start - 1) + 1;
  for (;;) {
    const next = text.indexOf("\n", at);
    const stop = next < 0 ? text.length : next;
    lines.push({ at, text: text.slice(at, stop) });
    if (next < 0 || next >= end) return lines;
    at = next + 1;
  }
}

// A line's quote marks, the mark of its list item, and what it says.
function partsOf(line) {
  const quote = QUOTE.exec(line)?.[0] ?? "";
  const item = ITEM.exec(line.slice(quote.length));
  return { quote, item, marks: quote + (item?.[0] ?? ""), content: line.slice(quote.length + (item?.[0].length ?? 0)) };
}

// A text with its lines changed by `change(line, index)`; what was selected stays so.
function withLines({ text, start, end }, change) {
  const lines = linesIn(text, start, end);
  const changed = lines.map((line, index) => change(line.text, index));
  const last = lines.at(-1);
  const stop = last.at + last.text.length;
  const moved = (at, { at: from, text: line }, now) => from + Math.max(0, at - from + (now.length - line.length));
  const joined = changed.join("\n");
  const shift = joined.length - (stop - lines[0].at);
  const isOne = lines.length === 1;
  return {
    text: text.slice(0, lines[0].at) + joined + text.slice(stop),
    start: isOne || start > lines[0].at ? moved(start, lines[0], changed[0]) : start,
    end: isOne ? moved(end, last, changed[0]) : end + shift,
  };
}

// ---- blocks of code

// Where they are: each as { from, to, inside, last }, the places of its fences, and of the lines between them.
function fencesOf(text) {
  const found = [];
  let open = null;
  for (const line of linesIn(text, 0, text.length)) {
    const [, fence, info] = FENCE.exec(line.text) ?? [];
    if (!open && fence && !(fence[0] === "`" && info.includes("`"))) {
      open = { from: line.at, inside: line.at + line.text.length + 1, fence };
    } else if (open && fence?.startsWith(open.fence) && !info.trim()) {
      found.push({ ...open, last: line.at - 1, to: line.at + line.text.length });
      open = null;
    }
  }
  return open ? [...found, { ...open, last: text.length, to: text.length, isOpen: true }] : found;
}

const fenceAt = (text, at) => fencesOf(text).find(({ from, last }) => from < at && at <= last);

// Whether what is typed there is code in a block, or the line that begins one.
export const isInFence = (text, at) => (text.includes("```") || text.includes("~~~")) && Boolean(fenceAt(text, at));

function withoutFence({ text, start, end }, { from, inside, last, to, isOpen }) {
  const code = text.slice(inside, Math.max(inside, last));
  const moved = (at) => from + Math.min(code.length, Math.max(0, at - inside));
  return { text: text.slice(0, from) + code + text.slice(isOpen ? text.length : to), start: moved(start), end: moved(end) };
}

// Around whole lines. Within code or where the whole block is selected: away with its fences.
export function toggleCodeBlock(state) {
  const { text, start, end } = state;
  const isAll = (fence) => fence.from === start && fence.to <= end;
  const there = fenceAt(text, start) ?? fencesOf(text).find(isAll);
  if (there) return withoutFence(state, there);
  const lines = linesIn(text, start, end);
  const from = lines[0].at;
  const code = lines.map((line) => line.text).join("\n");
  const runs = (code.match(/`{3,}/g) ?? []).map(({ length }) => length + 1);
  const ticks = "`".repeat(Math.max(3, ...runs));
  const by = ticks.length + 1;
  const isCaret = start === end;
  return {
    text: `${text.slice(0, from)}${ticks}\n${code}\n${ticks}${text.slice(from + code.length)}`,
    start: isCaret ? start + by : from + by,
    end: isCaret ? end + by : from + by + code.length,
  };
}

// ---- lists and quotes

const isMarker = { bullet: /^[-*+]$/, number: /^\d/ };

const isKind = (line, kind) => {
  const { quote, item } = partsOf(line);
  if (kind === "quote") return quote !== "";
  if (kind === "task") return Boolean(item?.[4]);
  return Boolean(item && isMarker[kind].test(item[2]) && !item[4]);
};

function asItem(line, kind, number) {
  const { quote, item, content } = partsOf(line);
  const mark = { bullet: "- ", number: `${number}. `, task: "- [ ] " }[kind];
  return quote + (item?.[1] ?? "") + mark + content;
}

function withoutItem(line) {
  const { quote, item, content } = partsOf(line);
  return quote + item[1] + content;
}

// Those that may become items: blank lines among others are none.
const isItem = (kind, lines) => (line) => kind === "quote" || lines.length === 1 || line.trim() !== "";

// Whether what is selected is a list or a quote.
export function areLines({ text, start, end }, kind) {
  const lines = linesIn(text, start, end).map((line) => line.text);
  const items = lines.filter(isItem(kind, lines));
  return items.length > 0 && items.every((line) => isKind(line, kind));
}

// Makes the lines a list or a quote, or plain again.
export function toggleLines(state, kind) {
  const isWanted = isItem(kind, linesIn(state.text, state.start, state.end));
  const isOn = areLines(state, kind);
  let number = 0;
  return withLines(state, (line) => {
    if (!isWanted(line)) return line;
    number += 1;
    if (kind === "quote") return isOn ? line.replace(/^[ \t]*>[ \t]?/, "") : `> ${line}`;
    return isOn ? withoutItem(line) : asItem(line, kind, number);
  });
}

// What a mark of an item is followed by in the next line.
const nextMark = ([, indent, mark, space, task]) =>
  indent + mark.replace(/^\d+/, (number) => Number(number) + 1) + space + (task ? "[ ] " : "");

// Breaks the line at the caret, where more is to be done than that: a list or quote goes on, and ends with an empty item;
// code keeps its indentation. Otherwise null.
export function breakLine({ text, start, end }) {
  const [line] = linesIn(text, start, start);
  const put = (added, from = start) => {
    const caret = from + added.length;
    return { text: text.slice(0, from) + added + text.slice(end), start: caret, end: caret };
  };
  if (isInFence(text, start)) return put(`\n${/^[ \t]*/.exec(line.text.slice(0, start - line.at))[0]}`);
  const { quote, item, marks, content } = partsOf(line.text);
  if (!marks || start < line.at + marks.length) return null;
  if (content.trim()) return put(`\n${quote}${item ? nextMark(item) : ""}`);
  // A blank line remains: what comes next would belong to the item before.
  const above = line.at > 0 && linesIn(text, line.at - 1, line.at - 1)[0].text;
  const rest = item ? quote : "";
  return put(above && partsOf(above).marks && !rest ? `\n` : rest, line.at);
}

// ---- indentation

// Of code by four spaces, of an item to below the one above it. Null where there is nothing to do: then Tab leaves the box.
export function indentLines(state, isBack) {
  const { text, start, end } = state;
  if (isInFence(text, start) && isInFence(text, end)) return indentCode(state, isBack);
  const [line] = linesIn(text, start, start);
  const width = isBack ? stepBack(text, line) : stepIn(text, line);
  if (width <= 0) return null;
  return withLines(state, (one) => {
    const { quote, item } = partsOf(one);
    const rest = one.slice(quote.length);
    return quote + (isBack ? rest.slice(Math.min(width, item?.[1].length ?? 0)) : " ".repeat(width) + rest);
  });
}

const itemsAbove = (text, { at }) => (at > 0 ? linesIn(text, 0, at - 1).reverse().map((line) => partsOf(line.text).item) : []);

// Below the item above, or beside it where that stands further in already.
function stepIn(text, line) {
  const { item } = partsOf(line.text);
  const [above] = itemsAbove(text, line);
  if (!item || !above || above[1].length < item[1].length) return 0;
  const isBeside = above[1].length > item[1].length;
  return above[1].length - item[1].length + (isBeside ? 0 : above[2].length + above[3].length);
}

// To where the item stands that holds this one.
function stepBack(text, line) {
  const { item } = partsOf(line.text);
  if (!item) return 0;
  const holder = itemsAbove(text, line).find((one) => one && one[1].length < item[1].length);
  return item[1].length - (holder?.[1].length ?? 0);
}

function indentCode(state, isBack) {
  const { text, start, end } = state;
  const caret = start + INDENT.length;
  if (start === end && !isBack) return { text: text.slice(0, start) + INDENT + text.slice(end), start: caret, end: caret };
  const changed = withLines(state, (line) => (isBack ? line.replace(/^(?:\t| {1,4})/, "") : line && INDENT + line));
  return changed.text === text ? null : changed;
}

// ---- for marks within lines

// The ranges of the lines that marks may be put around: without what marks quotes and items, and without code in blocks.
export function markedLines(text, start, end) {
  if (!text.slice(start, end).includes("\n")) return [[start, end]];
  const fences = fencesOf(text);
  return linesIn(text, start, end)
    .filter(({ at }) => !fences.some(({ from, to }) => from <= at && at <= to))
    .map(({ at, text: line }) => [Math.max(start, at + partsOf(line).marks.length), Math.min(end, at + line.length)])
    .filter(([from, to]) => from < to);
}
