// Finds emoji by their names and shortcodes: what people mean first, and nothing by scattered letters.

// What people send most comes before what fits as well.
const POPULAR = [
  ..."😂❤🤣👍😭🙏😘🥰😍😊🎉😁💕🥺😅🔥☺🤦♥🤷🙄😆🤗😉🎂🤔👏🙂😳🥳😎👌💜😔💪✨💖👀😋😏😢👉💗😩💯🌹💞🎈💙😃😡💐😜🙈🤞😄🤤🙌🤪❣😀💋",
  ..."✅🚀👋❌⚠💡🐛☕🍻⭐🙃😮😱😴🤯🥲🫡🤝👎",
];

const POPULARITY = new Map(POPULAR.map((emoji, index) => [emoji, index]));

export const SHORTCODES = 2; // so many of the words beside a name

const MIN_INSIDE = 3; // letters from which on a term may stand inside a word

// Case, accents and width make no difference.
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

const wordsOf = (text) => text.split(/[^\p{L}\p{N}+]+/u).filter(Boolean);

// Whether it is the name, or one of the first words for it, which are shortcodes.
export const isCalled = (term, { name, keywords }) => name === term || keywords.slice(0, SHORTCODES).includes(term);

// Less is better; null for not at all.
function distance(term, entry) {
  const { name, nameWords, keywords, keywordWords } = entry;
  if (isCalled(term, entry)) return 0;
  if (name.startsWith(term)) return 1;
  if (nameWords.includes(term) || keywords.includes(term)) return 2;
  if (nameWords.some((word) => word.startsWith(term))) return 3;
  if (keywordWords.some((word) => word.startsWith(term))) return 4;
  return term.length >= MIN_INSIDE && name.includes(term) ? 5 : null;
}

function sumOf(query, entry) {
  const whole = plain(query).trim().replace(/^:+|:+$/g, "");
  if (whole && isCalled(whole, entry)) return 0;
  const distances = whole.split(/[\s_]+/).filter(Boolean).map((term) => distance(term, entry));
  return distances.length && !distances.includes(null) ? distances.reduce((sum, one) => sum + one, 0) : null;
}

const popularity = (emoji) => POPULARITY.get(emoji.replace(/\uFE0F/g, "")) ?? POPULAR.length;

// `emoji` is the file's: [emoji, name, shortcodes and other words] each.
export function makeEntries(emoji) {
  return emoji.map(([one, title, words = ""]) => {
    const [name, keywords] = [plain(title), words.split(" ")];
    return { emoji: one, name, nameWords: wordsOf(name), keywords, keywordWords: wordsOf(words), popularity: popularity(one) };
  });
}

// Returns the emoji that fit each word of the query; what somebody has chosen before comes first among those that fit alike.
export function findEmoji(query, entries, recent) {
  const found = entries.map((entry) => ({ ...entry, sum: sumOf(query, entry), isNew: !recent.includes(entry.emoji) }));
  const fitting = found.filter(({ sum }) => sum !== null);
  fitting.sort((a, b) => a.sum - b.sum || a.isNew - b.isNew || a.popularity - b.popularity);
  return fitting.map(({ emoji }) => emoji);
}
