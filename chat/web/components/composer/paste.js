// What is pasted in the boxes of an open room, to write in and to edit in: formatted text becomes Markdown, an address on
// words a link, lines of a code editor code. Whatever else is pasted, the browser puts in as ever. Nothing of it is shown
// as HTML. What makes Markdown is loaded when there is something to make it of.
import { isInCode } from "completion_trigger";
import { onKeys } from "keyboard";
import { asBlock, inPlace, makeFence, makeLink } from "pasted_text";
import { replaceText } from "text_box";

const MOST_TEXT = 100_000; // characters, which are far too many for a message; a box with ten times as many takes many seconds
const MOST_HTML = 400_000; // characters that are converted in a quarter of a second; longer ones are far too long for a message
const PATIENCE = 3000; // ms, until text goes in as it is: what is loaded may not come

const FORMATTED = new RegExp(
  "<(?:a\\s[^>]*href|(?:b|strong|i|em|s|strike|del|[uo]l|table|pre|code|tt|kbd|blockquote|h[1-6]|img)\\b)" +
    "|font-weight:\\s*(?:bold|[6-9])|font-style:\\s*italic|line-through|mso-list|white-space:\\s*pre\\s*[;\"']",
  "i",
);

const NO_CODE = ["plaintext", "markdown"]; // modes of VS Code

const isPlainKey = ({ key, shiftKey, ctrlKey, metaKey }) => shiftKey && (ctrlKey || metaKey) && key.toLowerCase() === "v";

// What VS Code says of the lines it has copied.
function editorMode(data) {
  try {
    return JSON.parse(data.getData("vscode-editor-data")).mode ?? null;
  } catch {
    return null;
  }
}

function read(data) {
  const mode = editorMode(data);
  return { text: data.getData("text/plain").replace(/\r\n?/g, "\n"), html: data.getData("text/html"), mode: NO_CODE.includes(mode) ? null : mode };
}

// Null where there is nothing to make of it.
async function convert(html) {
  const late = new Promise((_, reject) => {
    setTimeout(reject, PATIENCE, new Error("What makes Markdown of it did not load."));
  });
  try {
    const { toMarkdown } = await Promise.race([import("rich_text"), late]);
    return toMarkdown(html);
  } catch (error) {
    console.warn(error); // such as without a connection, or for what is nested too deeply
    return null;
  }
}

async function offer(box, ...offered) {
  try {
    const { showPasteHint } = await import("paste_hint");
    showPasteHint(box, ...offered);
  } catch (error) {
    console.warn(error);
  }
}

function put(box, text) {
  const start = box.selectionStart;
  replaceText(box, text);
  return { start, text };
}

const offerPlain = (box, done, text) => offer(box, done, { words: "Use plain text", text });

async function putFormatted(box, { html, text }) {
  const markdown = await convert(html);
  if (!box.isConnected) return;
  const done = put(box, markdown === null ? text : inPlace(markdown, box));
  if (markdown !== null && done.text.trim() !== text.trim()) offerPlain(box, done, text);
  else offerCode(box, done);
}

function putCode(box, { text, mode }) {
  const done = put(box, asBlock(makeFence(text, mode), box));
  offerPlain(box, done, text);
}

// Of what the browser has put in.
async function offerCode(box, { start, text }) {
  if (!text.includes("\n") || box.value.slice(start, start + text.length) !== text) return;
  const { looksLikeCode } = await import("code_guess");
  if (!looksLikeCode(text)) return;
  const before = { value: box.value.slice(0, start) + box.value.slice(start + text.length), selectionStart: start, selectionEnd: start };
  offer(box, { start, text }, { words: "Format as code", key: "e", text: asBlock(makeFence(text), before) });
}

function pasted(event, isPlain) {
  const { target: box, clipboardData: data } = event;
  if (event.defaultPrevented || box.nodeName !== "TEXTAREA" || !data) return undefined;
  const { text, html, mode } = read(data);
  const start = box.selectionStart;
  if (!text.trim()) return undefined; // or a picture
  const handle = (handler) => {
    event.preventDefault();
    return handler();
  };
  if (text.length > MOST_TEXT) return handle(() => refuse(text.length));
  if (isPlain || isInCode(box.value.slice(0, start))) return undefined;
  const link = makeLink(box.value.slice(start, box.selectionEnd), text);
  if (link) return handle(() => put(box, link));
  if (mode && text.trim().includes("\n")) return handle(() => putCode(box, { text, mode }));
  if (!mode && html.length <= MOST_HTML && FORMATTED.test(html)) return handle(() => putFormatted(box, { html, text }));
  return setTimeout(() => offerCode(box, { start, text }), 0, null);
}

function refuse(length) {
  const message = `These are ${length.toLocaleString()} characters, too many for a message. Nothing was pasted.`;
  Quasar.Notify.create({ message, type: "negative", position: "top" });
}

// root: holds the boxes
export function listenToPaste(root) {
  let isPlain = false; // browsers leave formats out by themselves, or do not
  onKeys(root, (event) => {
    isPlain = isPlainKey(event);
  }, { capture: true });
  root.addEventListener("paste", (event) => pasted(event, isPlain));
}
