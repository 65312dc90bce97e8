// What stands for a person without a picture: initials on a colour. avatar.py does the same.

const GOLDEN_ANGLE = 137.508; // degrees: keeps the hues of consecutive ids far apart

const graphemes = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

// What a person takes for one letter: with its accents, a flag, a joined emoji.
function firstLetter(word) {
  if (/^[ -~]{1,2}$|^[ -~]{2}/.test(word)) return word[0];
  const [first] = graphemes ? graphemes.segment(word) : [];
  return first ? first.segment : ([...word][0] ?? "");
}

export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map(firstLetter).join("").toUpperCase();
}

// One of twelve, in degrees.
export const hue = (userId) => Math.floor(((userId * GOLDEN_ANGLE) % 360) / 30) * 30;
