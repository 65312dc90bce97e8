// Lists as programs write them: Word's are paragraphs, Slack's stand one after the other, Google Docs' beside their items.
import { STYLE, styleOf } from "rich_text_styles";

const MARK = "mso-list";
const LEVEL = /mso-list:[^;"']*\blevel(\d)/i;
const NUMBER = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i;

const isList = (node) => node?.nodeName === "UL" || node?.nodeName === "OL";

// Word: <p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">1.</span>text</p>
function readParagraph(paragraph) {
  const mark = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  const name = mark && NUMBER.test(mark.textContent) ? "ol" : "ul";
  const start = mark && /^\s*\d+/.exec(mark.textContent)?.[0].trim();
  mark?.remove();
  return { name, start, level: Number(LEVEL.exec(styleOf(paragraph))[1]) };
}

function makeItem(paragraph) {
  const item = paragraph.ownerDocument.createElement("li");
  item.append(...paragraph.childNodes);
  return item;
}

function openList(open, { name, start, level }, paragraph) {
  const list = paragraph.ownerDocument.createElement(name);
  if (start && start !== "1") list.setAttribute("start", start);
  const parent = open.at(-1)?.list.lastElementChild;
  if (parent) parent.append(list);
  else paragraph.before(list);
  open.push({ list, level });
}

function joinParagraphs(body) {
  let open = []; // lists in each other: { list, level }
  let last = null; // what stands before the next paragraph of the same list
  for (const paragraph of body.querySelectorAll(`[${STYLE}*=${MARK}]`)) {
    if (!LEVEL.test(styleOf(paragraph)) || paragraph.closest("li")) continue;
    const is = readParagraph(paragraph);
    if (paragraph.previousElementSibling !== last) open = [];
    while (open.length && open.at(-1).level > is.level) open.pop();
    if (!open.length || open.at(-1).level < is.level) openList(open, is, paragraph);
    open.at(-1).list.append(makeItem(paragraph));
    paragraph.remove();
    last = open[0].list;
  }
}

// Slack: <ul data-indent="0">…</ul><ul data-indent="1">…</ul>
function nestIndented(body) {
  let open = [];
  for (const list of body.querySelectorAll("ul[data-indent], ol[data-indent]")) {
    const indent = Number(list.dataset.indent) || 0;
    if (list.previousElementSibling !== open[0]?.list) open = [];
    while (open.length && open.at(-1).indent > indent) open.pop();
    const beside = open.at(-1)?.indent === indent ? open.pop().list : null;
    if (beside?.nodeName === list.nodeName) {
      beside.append(...list.children);
      list.remove();
      open.push({ list: beside, indent });
      continue;
    }
    open.at(-1)?.list.lastElementChild?.append(list);
    open.push({ list, indent });
  }
}

// A list that stands in a list instead of in an item belongs to the item before.
function putIntoItems(body) {
  for (const list of body.querySelectorAll("ul, ol")) {
    if (!isList(list.parentElement)) continue;
    const before = list.previousElementSibling;
    if (before?.nodeName === "LI") before.append(list);
    else list.replaceWith(...list.childNodes);
  }
}

export function tidyLists(body) {
  joinParagraphs(body);
  nestIndented(body);
  putIntoItems(body);
}
