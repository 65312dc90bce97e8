// Draws a text that grows as Markdown, in elements like those that the server draws once it is whole (messages/markdown).
// No HTML is parsed: elements are made by name, texts are texts, and links lead nowhere until then.
import * as smd from "smd";

const NAMES = new Map([
  [smd.PARAGRAPH, "p"],
  [smd.LINE_BREAK, "br"],
  [smd.RULE, "hr"],
  [smd.BLOCKQUOTE, "blockquote"],
  [smd.HEADING_1, "h3"],
  [smd.HEADING_2, "h4"],
  [smd.HEADING_3, "h5"],
  [smd.HEADING_4, "h6"],
  [smd.HEADING_5, "h6"],
  [smd.HEADING_6, "h6"],
  [smd.CODE_INLINE, "code"],
  [smd.ITALIC_AST, "em"],
  [smd.ITALIC_UND, "em"],
  [smd.STRONG_AST, "strong"],
  [smd.STRONG_UND, "strong"],
  [smd.STRIKE, "s"],
  [smd.LINK, "a"],
  [smd.RAW_URL, "a"],
  [smd.IMAGE, "a"],
  [smd.LIST_UNORDERED, "ul"],
  [smd.LIST_ORDERED, "ol"],
  [smd.LIST_ITEM, "li"],
]);

// What a text without anything formatted has, too: the server shows that as it was typed.
const PLAIN = new Set([smd.PARAGRAPH, smd.LINE_BREAK, smd.RAW_URL, smd.EQUATION_INLINE, smd.EQUATION_BLOCK]);

const SIGNS = new Map([
  [smd.EQUATION_INLINE, "$"],
  [smd.EQUATION_BLOCK, "$$"],
]); // there are no formulas in chat: the signs are put back

const make = (name, values = {}) => Object.assign(document.createElement(name), values);

// As message_list/formatted.py has it.
function codeBlock(parent) {
  const block = make("div", { className: "code" });
  const copy = make("button", { type: "button", className: "copy-code", title: "Copy" });
  copy.setAttribute("aria-label", "Copy code");
  const [pre, code] = [make("pre", { tabIndex: 0 }), make("code")];
  pre.append(code);
  block.append(copy, pre);
  parent.append(block);
  return code;
}

function table(parent) {
  const [scroll, inner] = [make("div", { className: "table-scroll", tabIndex: 0 }), make("table")];
  scroll.append(inner);
  parent.append(scroll);
  return inner;
}

function tableRow(parent) {
  if (!parent.tHead) parent.createTHead();
  else if (!parent.tBodies.length) parent.createTBody();
  const row = make("tr");
  (parent.tBodies[0] ?? parent.tHead).append(row);
  return row;
}

function box(parent) {
  parent.classList.add("task");
  return parent.appendChild(make("span", { className: "box", textContent: "☐" }));
}

export class RunningMarkdown {
  isFormatted = false;
  #body;
  #caret = make("span", { className: "caret", ariaHidden: "true" });
  #open = [document.createDocumentFragment()]; // elements that are not closed, from the root on
  #types = [];
  #written = "";
  #parser = smd.parser({
    data: null,
    add_token: (_data, type) => this.#begin(type),
    end_token: () => this.#end(),
    add_text: (_data, text) => this.#open.at(-1).append(text),
    set_attr: (_data, name, value) => this.#set(name, value),
  });

  // body: the element to draw in; what is in it is replaced
  constructor(body) {
    this.#body = body;
  }

  // The text so far, which begins as it did before.
  write(source) {
    const wasFormatted = this.isFormatted;
    this.#caret.remove();
    smd.parser_write(this.#parser, source.slice(this.#written.length));
    this.#written = source;
    if (this.isFormatted && !wasFormatted) this.#format();
    if (!this.isFormatted) this.#body.textContent = source;
    (this.isFormatted ? this.#place() : this.#body).append(this.#caret);
  }

  #format() {
    this.#body.classList.add("formatted");
    this.#body.replaceChildren(this.#open[0]);
    this.#open[0] = this.#body;
  }

  // Where the next words will stand; not between the rows of a table or the items of a list.
  #place() {
    const place = this.#open.at(-1);
    return place.matches("ul, ol, table, tr") ? (place.querySelector(":scope :is(li, td, th):last-of-type") ?? this.#body) : place;
  }

  #begin(type) {
    this.isFormatted ||= !PLAIN.has(type);
    this.#types.push(type);
    const parent = this.#open.at(-1);
    this.#open.push(this.#made(type, parent));
  }

  #made(type, parent) {
    if (SIGNS.has(type)) {
      parent.append(SIGNS.get(type));
      return parent;
    }
    if (type === smd.CODE_BLOCK || type === smd.CODE_FENCE) return codeBlock(parent);
    if (type === smd.TABLE) return table(parent);
    if (type === smd.TABLE_ROW) return tableRow(parent);
    if (type === smd.TABLE_CELL) return parent.appendChild(make(parent.closest("thead") ? "th" : "td"));
    if (type === smd.CHECKBOX) return box(parent);
    const element = make(NAMES.get(type) ?? "span");
    if (type === smd.LINK || type === smd.IMAGE) element.className = "named";
    return parent.appendChild(element);
  }

  #end() {
    const [type, element] = [this.#types.pop(), this.#open.pop()];
    if (SIGNS.has(type)) element.append(SIGNS.get(type));
  }

  #set(name, value) {
    const element = this.#open.at(-1);
    if (name === smd.LANG && value) element.parentElement.dataset.language = value;
    else if (name === smd.START) element.start = Number(value);
    else if (name === smd.CHECKED) {
      element.textContent = "☑";
      element.parentElement.classList.add("done");
    }
  }
}
