// Which formats a text has where the caret is or what is selected: { text, start, end } → names as in FORMATS.
import { isMarked } from "formatting";
import { areLines, isInFence } from "formatting_lines";

const MARKS = { "**": "bold", __: "bold", "*": "italic", _: "italic", "~~": "strike" };
const TOKENS = /\*\*|\*|__|_|~~/g;
const CODE = /(`+)[^`](?:.*?[^`])??\1(?!`)|``/g; // as it stands in one line; the last one is about to be filled
const LINK = /\[[^\]]*\]\([^()\s]*\)/g;
const LONGEST = 4000; // characters of a line that is read, since that is done at each key
const LINES = ["number", "bullet", "task", "quote"];

const isLetter = (letter) => /[\p{L}\p{N}]/u.test(letter ?? "");
const isBlank = (letter) => !letter || /\s/.test(letter);

const matches = (line, pattern) => [...line.matchAll(pattern)].map((found) => [found.index, found.index + found[0].length, found[1]?.length ?? 1]);

// What a line has between marks, as { name, from, to }; those between which the selection stands are not read as one.
function* marked(line, code, cuts) {
  const open = [];
  const parts = [0, ...cuts, line.length];
  const tokens = parts.slice(1).flatMap((end, index) => [...line.slice(parts[index], end).matchAll(TOKENS)].map((found) => [found[0], parts[index] + found.index]));
  for (const [token, at] of tokens) {
    const to = at + token.length;
    const [before, after] = [line[at - 1], line[to]];
    if (code.some(([from, end]) => from <= at && at < end) || (token.startsWith("_") && isLetter(before) && isLetter(after))) continue;
    const place = isBlank(before) ? -1 : open.findLastIndex((one) => one.token === token);
    if (place >= 0) yield { name: MARKS[token], from: open.splice(place, 1)[0].to, to: at };
    else if (!isBlank(after)) open.push({ token, to });
  }
}

function inLine(text, start, end) {
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(first, (text.indexOf("\n", end) + 1 || text.length + 1) - 1);
  if (line.length > LONGEST) return [];
  const [from, to] = [start - first, end - first];
  const code = matches(line, CODE);
  const within = code.find(([at, stop, ticks]) => at + ticks <= from && to <= stop - ticks) ?? code.find(([at, stop]) => at === from && to === stop && from < to);
  if (within) return ["code"];
  const found = [...marked(line, code, [from, to])].filter((one) => one.from <= from && to <= one.to).map(({ name }) => name);
  return matches(line, LINK).some(([at, stop]) => (at < from && to < stop) || (at === from && to === stop)) ? [...found, "link"] : found;
}

export function formatsAt(state) {
  const { text, start, end } = state;
  if (isInFence(text, start)) return new Set(["block"]);
  const found = new Set(LINES.filter((kind) => areLines(state, kind)));
  const isOfLines = text.slice(start, end).includes("\n");
  for (const name of isOfLines ? [] : inLine(text, start, end)) found.add(name);
  if (start < end) for (const name of ["bold", "italic", "strike"]) if (isMarked(state, name)) found.add(name);
  return found;
}
