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

const EVERYBODY = 0; // as in `messages.items`
const MAX_QUOTE = 160; // characters of a quote, as in `messages.quotes`

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

let lastRead = { html: null, message: null };

// Reads a message from its HTML as the server sent it: its author's id and name, its text, and the ids of those it means.
// Several listeners ask for the same one, as it comes: it is parsed once.
export function readMessage(html) {
  if (lastRead.html !== html) lastRead = { html, message: parseMessage(html) };
  return lastRead.message;
}

function parseMessage(html) {
  const article = parse(html);
  const body = article.querySelector(".message-body");
  const answered = article.querySelector(".quote")?.dataset.tells; // who is meant because it answers them
  return {
    author: article.dataset.author,
    isRunning: "running" in article.dataset,
    name: article.querySelector("b").textContent,
    text: body.dataset?.kind ? body.dataset.source : body.textContent,
    mentions: [...body.querySelectorAll(".mention")].map(({ dataset }) => Number(dataset.person ?? EVERYBODY)).concat(answered ? Number(answered) : []),
  };
}

// How many pins a message's HTML tells of: its own, and those of replies to it.
export function readPins(html) {
  if (!html.includes(" data-pin")) return 0;
  const article = parse(html);
  const replies = article.querySelector(":scope > .thread-link")?.dataset.pins?.split(" ").length ?? 0;
  return Number(article.hasAttribute("data-pinned")) + replies;
}

function asTyped(body, names = "[data-typed]") {
  if (body.dataset?.kind) return body.dataset.source; // and not what its buttons say
  for (const mention of body.querySelectorAll(names)) mention.textContent = mention.dataset.typed;
  return body.textContent;
}

const fileName = (file) => file?.title || file?.querySelector("b, figcaption a")?.textContent || "";

// The first line of a message that says something, or the name of its first file, cut short; null once it was deleted. html:
// as the server sent it. `messages/quotes.py` does the same.
export function firstLineOf(html) {
  const article = parse(html);
  if (article.hasAttribute("data-deleted")) return null;
  const lines = asTyped(article.querySelector(".message-body"), ".room-link[data-typed]").split("\n");
  const words = lines.map((each) => each.replace(/\s+/g, " ").trim()).find(Boolean);
  const line = [...(words ?? fileName(article.querySelector("[data-file]")))];
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE - 1).join("").trimEnd()}…` : line.join("");
}

// Never read off the page: there a browser's translation may have changed it. Formatted text has its source with it; in
// other text mentions stand as they were typed.
export function sourceOf(row) {
  const body = parse(row.parentElement.stream.sent(row.dataset.key)).querySelector(".message-body");
  if (body.dataset.source !== undefined) return body.dataset.source;
  return asTyped(body);
}
