// What is being typed that can be completed: the sign at the beginning of a word and what follows it, up to the caret.

// Of people and rooms, part of a name, with spaces.
const NAME = /(?:^|[\s({["'“‘„«*_~|,;:!?…/+&—–])([@#])([^\s@#][^\n@#]{0,60})?$/u;

// Of emoji, at least two letters: neither ":)" nor the time "10:30" nor an address with a port.
const SHORTCODE = /(?:^|[\s({["'“‘„«*_~,;!?…—–]|\p{Extended_Pictographic}\uFE0F?)(:)((?:[\p{L}\p{N}+]|-(?=\d))[\p{L}\p{N}_+-]{1,30})(:?)$/u;

// Of commands, at the beginning of the text.
const COMMAND = /^(\/)([a-z]{0,20})$/i;

const CODE = /```[\s\S]*?```|`[^`\n]+`/g;

// Whether what comes next stands in code, which begins with one backtick on its line or with three anywhere.
export function isInCode(before) {
  const rest = before.replace(CODE, "");
  return rest.includes("```") || rest.slice(rest.lastIndexOf("\n") + 1).includes("`");
}

// Returns { start, end, kind, text, isClosed } of what ends where the text ends, or null. kind: "@" for people, "#" for
// rooms, ":" for emoji, "/" for commands; isClosed: ":tada:" has its second colon.
export function findTrigger(before) {
  const [, kind, text = "", colon = ""] = SHORTCODE.exec(before) ?? NAME.exec(before) ?? COMMAND.exec(before) ?? [];
  if (!kind || (kind === ":" && isInCode(before))) return null;
  const end = before.length;
  return { start: end - colon.length - text.length - 1, end, kind, text, isClosed: colon !== "" };
}
