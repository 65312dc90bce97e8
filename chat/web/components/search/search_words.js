// What narrows a search down, such as `from:`, as people type it.

const twoDigits = (number) => String(number).padStart(2, "0");

// Days, months and years, as [word, note].
function days() {
  const now = new Date();
  const year = String(now.getFullYear());
  return [["today"], ["yesterday"], [`${year}-${twoDigits(now.getMonth() + 1)}`, "this month"], [year, "this year"]];
}

const list = (...words) => () => words.map((word) => [word]);

// name → what it finds, and the words that may follow it, as [word, note]; of people and rooms, names follow
export const OPERATORS = {
  from: { finds: "by a person" },
  in: { finds: "in a room" },
  has: { finds: "with a link, file …", words: list("link", "file", "image", "reaction") },
  is: { finds: "pinned or saved", words: list("pinned", "saved") },
  mentions: { finds: "that mean me", words: list("me") },
  before: { finds: "before a day", words: days },
  after: { finds: "after a day", words: days },
  on: { finds: "of a day", words: days },
};

const VALUE = new RegExp(`(?:^|\\s)-?(${Object.keys(OPERATORS).join("|")}):("[^"]*|[^\\s"]*)$`, "i");

const BEGUN = /(?:^|\s)-?([a-z]{2,10})$/i;

// What is being typed at the end of a text: { start, end, kind, text } of a value, whose kind is the operator, or of the
// beginning of an operator, whose kind is "operator"; null where it is neither.
export function findWord(before) {
  const [, operator, value] = VALUE.exec(before) ?? [];
  const end = before.length;
  if (operator) return { start: end - value.length, end, kind: operator.toLowerCase(), text: value.replace(/^"/, "") };
  const [, begun] = BEGUN.exec(before) ?? [];
  return begun ? { start: end - begun.length, end, kind: "operator", text: begun } : null;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

// Whether a value is being typed that is none so far, so that nothing should be searched yet. Of names nobody knows: "me"
// alone is one.
export function isUnfinished(before) {
  const [, operator, value] = VALUE.exec(before) ?? [];
  if (!operator) return false;
  const { words } = OPERATORS[operator.toLowerCase()];
  const typed = value.toLowerCase();
  if (words === days) return !DAY.test(typed) && !["today", "yesterday"].includes(typed);
  return words ? !words().some(([word]) => word === typed) : typed !== "me" || operator.toLowerCase() !== "from";
}

const ROOM = /(?:^|\s)(in:(?:"[^"]+"?|[^\s"]+))/i;

// The room that a text says to search in, as it says it, or null.
export const namedRoom = (text) => ROOM.exec(text)?.[1] ?? null;

// A name as it follows an operator.
export const quoted = (name) => (/[\s":]/.test(name) ? `"${name.replaceAll('"', "")}"` : name);

// Puts the beginning of an operator at the end of a text, a word by itself.
export const withOperator = (text, operator) => `${text.trimEnd()}${text.trim() ? " " : ""}${operator}`;
