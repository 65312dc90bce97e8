// Makes one kind of HTML of what Google Docs, Word, Slack, GitHub and browsers put on the clipboard: what is bold by its
// style becomes <strong>, lists stand in each other, code is <pre><code class="language-…">, and what says nothing goes.
import { tidyCode } from "rich_text_code";
import { tidyLists } from "rich_text_lists";
import { STYLE, styleOf } from "rich_text_styles";

const SILENT = [
  ...["script", "style", "meta", "link", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math", "canvas"],
  ...["button", "select", "textarea", "audio", "video", "clipboard-copy", "[hidden]", "[aria-hidden=true]:not(br)"],
  "input:not([type=checkbox])",
].join(", ");

const SAME = { B: "strong", I: "em", S: "del", STRIKE: "del", FIGCAPTION: "div", SECTION: "div", ARTICLE: "div" };

// What a style says, as an element does.
const STYLES = [
  ["strong", /font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /font-style:\s*italic/i],
  ["del", /text-decoration[\w-]*:[^;]*line-through/i],
];

const NOT_BOLD = /font-weight:\s*(?:normal|[1-4]00)/i;

const WEB = /^(?:https?:\/\/|mailto:)\S/i;

const EMOJI = /^(?::[\w+-]+:|[\p{Extended_Pictographic}\p{RI}\p{Emoji_Component}]{1,12})$/u;

const unwrap = (node) => node.replaceWith(...node.childNodes);

function rename(node, name) {
  const other = node.ownerDocument.createElement(name);
  for (const { name: attribute, value } of [...node.attributes]) if (/^[a-z][\w-]*$/.test(attribute)) other.setAttribute(attribute, value);
  other.append(...node.childNodes);
  node.replaceWith(other);
}

function wrapInside(node, name) {
  const inner = node.ownerDocument.createElement(name);
  inner.append(...node.childNodes);
  node.append(inner);
}

function tidyStyles(body) {
  for (const node of body.querySelectorAll("b, strong, i, em, s, strike")) {
    if (NOT_BOLD.test(styleOf(node)) || /font-style:\s*normal/i.test(styleOf(node))) unwrap(node);
    else if (node.nodeName in SAME) rename(node, SAME[node.nodeName]);
  }
  for (const node of body.querySelectorAll(`span[${STYLE}], font[${STYLE}], a[${STYLE}]`)) {
    for (const [name, pattern] of STYLES) if (pattern.test(styleOf(node)) && node.textContent.trim()) wrapInside(node, name);
  }
  for (const node of body.querySelectorAll("section, article, figcaption")) rename(node, SAME[node.nodeName]);
}

// Bold in bold, in a heading and in what is the head of a table says nothing; side by side they are one.
function tidyBold(body) {
  for (const name of ["strong", "em", "del"]) {
    for (const node of body.querySelectorAll(`${name} ${name}, pre ${name}`)) unwrap(node);
  }
  for (const node of body.querySelectorAll("h1 strong, h2 strong, h3 strong, h4 strong, h5 strong, h6 strong, th strong")) unwrap(node);
  for (const node of body.querySelectorAll("tr:first-child td strong")) {
    if (!node.closest("tr").previousElementSibling && !node.closest("thead ~ tbody")) unwrap(node);
  }
  for (const span of body.querySelectorAll("span, font")) unwrap(span);
  for (const node of body.querySelectorAll("strong, em, del")) {
    while (node.nextSibling?.nodeName === node.nodeName) {
      node.append(...node.nextSibling.childNodes);
      node.nextSibling.remove();
    }
  }
}

function tidyLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    const address = link.getAttribute("href") ?? "";
    const text = link.textContent.trim();
    if (!WEB.test(address) || [address, address.replace(/\/$/, ""), address.replace(/^mailto:/i, "")].includes(text)) unwrap(link);
  }
}

// Pictures are not taken along: an emoji is its sign, another picture a link if it has a name and an address.
function tidyPictures(body) {
  for (const picture of body.querySelectorAll("img, picture, source")) {
    const alt = (picture.dataset.stringifyEmoji ?? picture.getAttribute("alt") ?? "").trim();
    const isLink = alt && /^https?:\/\//i.test(picture.getAttribute("src") ?? "") && !picture.closest("a, pre, code");
    if (EMOJI.test(alt) || (alt && !isLink)) picture.replaceWith(alt);
    else if (picture.nodeName !== "PICTURE" && !isLink) picture.remove();
  }
}

// A table that only places things, or has one column, is none.
function tidyTables(body) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const isGrid = [...table.rows].some(({ cells }) => cells.length > 1) && !table.querySelector("table, ul, ol, pre, h1, h2, h3, blockquote");
    if (isGrid) continue;
    for (const cell of [...table.rows].flatMap(({ cells }) => [...cells])) {
      const line = cell.ownerDocument.createElement("div");
      line.append(...cell.childNodes);
      table.before(line);
    }
    table.remove();
  }
}

function tidySpaces(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[^\S\n\t ]+/g, " ").replace(/[\u200B\uFEFF]/g, "");
}

export function tidy(body) {
  for (const node of body.querySelectorAll(SILENT)) node.remove();
  for (const node of body.querySelectorAll("[data-stringify-type=paragraph-break]")) node.replaceWith(body.ownerDocument.createElement("br"), body.ownerDocument.createElement("br"));
  tidyPictures(body);
  tidyCode(body);
  tidyStyles(body);
  tidyLinks(body);
  tidyLists(body);
  tidyTables(body);
  tidyBold(body);
  tidySpaces(body);
}
