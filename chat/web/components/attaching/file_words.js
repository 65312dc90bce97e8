// What is said of files: their names, sizes, and why one cannot be attached.

export const MOST_FILES = 10; // of a message
const LONGEST = 120; // characters of a name
const UNITS = ["bytes", "KB", "MB", "GB"];

// Without what would show it as another one (a path, control characters, marks that turn the direction of text); a long
// one keeps its ending. The server has the last word on it: `clean_file_name` in text.py.
export function cleanName(name) {
  const base = name.toWellFormed().split(/[/\\]/).at(-1);
  const clean = base.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").trim() || "file";
  const ending = clean.match(/\.[^.\s]{1,15}$/)?.[0] ?? "";
  const characters = [...clean];
  return characters.length <= LONGEST ? clean : characters.slice(0, LONGEST - [...ending].length).join("") + ending;
}

// A size as people say it, such as "2.4 MB".
export function sizeText(bytes) {
  let unit = 0;
  let size = bytes;
  for (; size >= 999.5 && unit < UNITS.length - 1; unit += 1) size /= 1024;
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${size.toLocaleString("en", { maximumFractionDigits: digits })} ${bytes === 1 ? "byte" : UNITS[unit]}`;
}

// Why a file cannot be uploaded, or "": `allowance` is what the server says, or null; `others` are bytes that go before it.
export function refusalOf({ size }, allowance, others = 0) {
  const { max_file: most, left_today: left } = allowance ?? {};
  if (size > most) return `too large: ${sizeText(size)}, and a file may have ${sizeText(most)}`;
  if (size + others > left) return `more than you may upload today: ${sizeText(Math.max(left - others, 0))} are left`;
  return "";
}

// Says which files were left out and why, as { name, why }.
export function refusalText(refusals) {
  const byReason = Map.groupBy(refusals, ({ why }) => why);
  return [...byReason].map(([why, files]) => `${listed(files.map(({ name }) => `“${name}”`))}: ${why}.`).join(" ");
}

// Several names in a few words.
export function listed(names) {
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}
