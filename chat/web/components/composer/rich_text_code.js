// Code on the clipboard: <pre> with colours, with its language in one of many places, or lines of a code editor.
import { STYLE, styleOf } from "rich_text_styles";

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|highlight-text|brush:)[-\s]?([\w+#.-]+)/i;

// As GitHub's highlighting calls what is called otherwise everywhere else, and what is no language.
const OTHERWISE = { "html-basic": "html", "html-erb": "erb", plain: "", plaintext: "", text: "" };

const MONOSPACE = /font(?:-family)?:[^;]*(?:mono|courier|consolas|menlo|monaco)/i;
const KEPT = /white-space:\s*(?:pre|break-spaces)\s*(?:;|$)/i;

const BLOCKS = /^(?:DIV|P|LI|TR)$/;

// The text of an element, with its lines.
function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeName === "BR") return "\n";
  const text = [...node.childNodes].reduce((before, child) => {
    const isLine = BLOCKS.test(child.nodeName) && before && !before.endsWith("\n");
    return before + (isLine ? "\n" : "") + textOf(child) + (BLOCKS.test(child.nodeName) ? "\n" : "");
  }, "");
  return BLOCKS.test(node.nodeName) ? text.replace(/\n$/, "") : text;
}

function languageOf(pre) {
  const places = [pre, pre.querySelector("code"), pre.parentElement, pre.closest("[class*=highlight-], [class*=language-]")];
  for (const place of places.filter(Boolean)) {
    const { language, lang } = place.dataset;
    const named = language ?? lang ?? LANGUAGE.exec(place.className)?.[1] ?? (place === pre ? place.getAttribute("lang") : null);
    if (named) return OTHERWISE[named.toLowerCase()] ?? named.toLowerCase();
  }
  return "";
}

function makeBlock(node, language) {
  const pre = node.ownerDocument.createElement("pre");
  const code = node.ownerDocument.createElement("code");
  if (/^[\w+#.-]+$/.test(language)) code.className = `language-${language}`;
  code.textContent = textOf(node).replace(/\u00A0/g, " ").replace(/^\n+|\s+$/g, "");
  pre.append(code);
  node.replaceWith(pre);
}

const isEditor = (node) => MONOSPACE.test(styleOf(node)) && KEPT.test(styleOf(node));

export function tidyCode(body) {
  for (const node of body.querySelectorAll(`div[${STYLE}*=white-space]`)) {
    if (body.contains(node) && isEditor(node) && !node.closest("pre")) makeBlock(node, "");
  }
  for (const pre of body.querySelectorAll("pre")) {
    if (body.contains(pre) && !pre.querySelector("table")) makeBlock(pre, languageOf(pre));
  }
  for (const node of body.querySelectorAll(`tt, kbd, samp, span[${STYLE}]`)) {
    const isCode = node.nodeName !== "SPAN" || MONOSPACE.test(styleOf(node));
    if (!isCode || node.closest("pre, code") || !node.textContent.trim()) continue;
    const code = node.ownerDocument.createElement("code");
    code.textContent = node.textContent;
    node.replaceWith(code);
  }
}
