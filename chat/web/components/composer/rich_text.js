// Makes Markdown of formatted text as other programs put it on the clipboard. It is parsed into a document that is never
// shown: nothing in it runs, and nothing is loaded. Loaded itself when somebody pastes such a text.
import { escapeMarkdown, RULES } from "rich_text_rules";
import { withoutStyles } from "rich_text_styles";
import { tidy } from "rich_text_tidy";
import TurndownService from "turndown";

const FORMATS = "strong, em, del, code, pre, ul, ol, table, blockquote, h1, h2, h3, h4, h5, h6, hr, a[href], img";

const OPTIONS = { headingStyle: "atx", hr: "---", bulletListMarker: "-", codeBlockStyle: "fenced", br: "" };

// More than any text has that is short enough for a message; what is nested deeper takes minutes.
const MOST_ELEMENTS = 5000;
const MOST_DEEP = 100;

let service = null;

function makeService() {
  service = new TurndownService(OPTIONS);
  service.escape = escapeMarkdown;
  for (const [name, rule] of Object.entries(RULES)) service.addRule(name, rule);
}

function depthOf(body) {
  const nodes = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT);
  const depths = new Map([[body, 0]]);
  while (nodes.nextNode()) depths.set(nodes.currentNode, depths.get(nodes.currentNode.parentNode) + 1);
  return Math.max(...depths.values());
}

function parse(html) {
  if (html.split("<", MOST_ELEMENTS).length === MOST_ELEMENTS) return null;
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  return body.getElementsByTagName("*").length <= MOST_ELEMENTS && depthOf(body) <= MOST_DEEP ? body : null;
}

// Returns null where nothing is formatted, so that the plain text says all there is, and for what would take too long.
export function toMarkdown(html) {
  const body = parse(html);
  if (!body) return null;
  tidy(body);
  if (!body.querySelector(FORMATS)) return null;
  if (!service) makeService();
  const text = service.turndown(body).replaceAll("\u00A0", " ");
  return text.replace(/[^\S\n]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}
