// How turndown writes what in chat is written otherwise than it does by itself.
import { writeLink } from "markdown_link";
import { keepCell, writeTable } from "rich_text_table";

const ADDRESS = /\b(?:https?:\/\/|www\.|mailto:)\S+/gi;

// What Markdown would take for markup in a plain text; as little as possible, since people read and edit it.
const MARKUP = [
  [/\\(?=[\\`*_{}[\]()#+\-.!~>|<])/g, "\\\\"],
  [/`/g, "\\`"],
  [/\*(?!\s)|(?<=\S)\*/g, "\\*"],
  [/(?<![\p{L}\p{N}])_(?!\s)|(?<!\s)_(?![\p{L}\p{N}])/gu, "\\_"],
  [/~~/g, "\\~~"],
  [/\](?=\()/g, "\\]"],
  [/^\[(?=[^\]\n]+\]:)/gm, "\\["],
  [/&(?=#?\w{1,32};)/g, "\\&"],
  [/^(#{1,6}\s|>|[-+]\s|={3,}|-{3,})/gm, "\\$1"],
  [/^(\d{1,9})([.)]\s)/gm, "$1\\$2"],
];

const escapePart = (text) => MARKUP.reduce((escaped, [pattern, replacement]) => escaped.replace(pattern, replacement), text);

// Addresses stay as they are: they are links by themselves.
export function escapeMarkdown(text) {
  const parts = text.split(ADDRESS).map(escapePart);
  const addresses = text.match(ADDRESS) ?? [];
  return parts.map((part, index) => part + (addresses[index] ?? "")).join("");
}

const inOneLine = (text) => text.trim().replace(/\s*\n\s*/g, " ");

const numbers = new WeakMap(); // of items: each goes on from the one before

function numberOf(item) {
  const number = numbers.get(item.previousElementSibling) ?? (Number(item.parentElement.getAttribute("start")) || 1) - 1;
  numbers.set(item, number + 1);
  return number + 1;
}

function listItem(content, item) {
  const number = numberOf(item);
  const prefix = item.parentElement.nodeName === "OL" ? `${number}. ` : "- ";
  const isTight = !content.includes("```");
  const text = isTight ? content.trim().replace(/\n{2,}/g, "\n") : content.trim();
  return `${prefix}${text.replace(/\n(?!\n)/g, `\n${" ".repeat(prefix.length)}`)}\n`;
}

// Marks do not reach over paragraphs.
const marked = (mark) => (content) => (content.trim() && !content.includes("\n\n") ? mark + content + mark : content);

export const RULES = {
  bold: { filter: "strong", replacement: marked("**") },
  italic: { filter: "em", replacement: marked("_") },
  line: { filter: "div", replacement: (content) => `\n${content}\n` },
  item: { filter: "li", replacement: listItem },
  box: { filter: (node) => node.nodeName === "INPUT", replacement: (_, { checked, nextSibling }) => (checked ? "[x]" : "[ ]") + (/^\s/.test(nextSibling?.data) ? "" : " ") },
  struck: { filter: "del", replacement: marked("~~") },
  heading: {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, { nodeName }) => `\n\n${"#".repeat(Number(nodeName[1]))} ${inOneLine(content)}\n\n`,
  },
  link: {
    filter: "a",
    replacement: (content, node) => (content.trim() ? writeLink(inOneLine(content), node.getAttribute("href")) : ""),
  },
  picture: {
    filter: "img",
    replacement: (_, node) => writeLink(inOneLine(escapeMarkdown(node.getAttribute("alt"))), node.getAttribute("src")),
  },
  cell: { filter: ["td", "th"], replacement: keepCell },
  table: { filter: "table", replacement: (_, table) => `\n\n${writeTable(table)}\n\n` },
};
