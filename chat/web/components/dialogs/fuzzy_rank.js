// Fuzzy search in names, best matches first.

// Case, accents and width make no difference; Hangul falls into its letters, so that half a syllable matches a whole one.
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

const isWordStart = (name, at) => at === 0 || (/[\p{L}\p{N}]/u.test(name[at]) && !/[\p{L}\p{N}]/u.test(name[at - 1]));

// How far apart the letters of a term are that stand in a name one after another; -1 if they do not.
function spread(term, name) {
  let at = -1;
  let first = -1;
  for (const letter of term) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return -1;
    if (first < 0) first = at;
  }
  return at - first;
}

// Less is better: the name's beginning, a word's, anywhere in one piece, in pieces; null for not at all.
function distance(term, name) {
  for (let at = name.indexOf(term); at >= 0; at = name.indexOf(term, at + 1)) {
    if (isWordStart(name, at)) return at === 0 ? 0 : 1000 + at;
  }
  const inside = name.indexOf(term);
  if (inside >= 0) return 2000 + inside;
  const apart = spread(term, name);
  return apart < 0 ? null : 3000 + apart;
}

// Returns the indexes of the names that fit each word of the query; equals stay in their order.
export function rank(query, names) {
  const terms = plain(query).replace(/^\s*#/, "").split(/\s+/).filter(Boolean);
  const found = [];
  for (const [index, name] of names.map(plain).entries()) {
    const distances = terms.map((term) => distance(term, name));
    if (!distances.includes(null)) found.push({ index, sum: distances.reduce((sum, one) => sum + one, 0) });
  }
  return found.sort((a, b) => a.sum - b.sum).map(({ index }) => index);
}
