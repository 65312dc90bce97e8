// The text of a message: as it is sent, and as its author typed it.

// Without the blank lines around it; the first line keeps its indentation. text.py does the same.
export const trimmed = (text) => text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();

// One emoji: a flag, a keycap, or a picture with its skin tone, joined to others.
const PICTURE = "(?:(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\uFE0F)\\p{Emoji_Modifier}?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier})";
const EMOJI = `(?:\\p{RI}\\p{RI}|[0-9#*]\\uFE0F?\\u20E3|${PICTURE}(?:\\u200D(?:${PICTURE}|\\p{Extended_Pictographic}))*[\\u{E0020}-\\u{E007F}]*)`;
const ONLY_EMOJI = new RegExp(`^(?:\\s*${EMOJI}\\uFE0F?){1,10}\\s*$`, "u");
const LONGEST = 250; // UTF-16 units that ten emoji may have

// Whether a text is nothing but up to ten emoji, which are shown large.
export const isOnlyEmoji = (text) => text.length <= LONGEST && ONLY_EMOJI.test(text);

// Reads a message from its HTML as the server sent it: its author's id and name, and its text.
export function readMessage(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const article = template.content.firstElementChild;
  return {
    author: article.dataset.author,
    name: article.querySelector("b").textContent,
    text: article.querySelector(".message-body").textContent,
  };
}

// Never read off the page: there a browser's translation may have changed it.
export const sourceOf = (row) => readMessage(row.parentElement.stream.sent(row.dataset.key)).text;
