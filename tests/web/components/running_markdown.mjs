// Draws texts piece by piece, as a browser does while they grow, in elements that note what is asked of them.
import { RunningMarkdown } from "running_markdown";
import { serve } from "../../node/serve.mjs";

const seen = { elements: new Set(), values: new Set(), attributes: new Set() };

const noting = {
  set(target, name, value) {
    if (!String(name).startsWith("_")) seen.values.add(name);
    target[name] = value;
    return true;
  },
};

class Element {
  dataset = {};
  classList = { add() {} };
  tHead = null;
  tBodies = [];
  constructor(name) {
    this._name = name;
    this._children = [];
    this._parent = null;
  }
  get parentElement() {
    return this._parent;
  }
  append(...children) {
    for (const child of children) {
      if (child instanceof Element) child._parent = this;
      this._children.push(child);
    }
  }
  appendChild(child) {
    this.append(child);
    return child;
  }
  replaceChildren(...children) {
    this._children = [];
    this.append(...children);
  }
  remove() {
    if (this._parent) this._parent._children = this._parent._children.filter((child) => child !== this);
  }
  createTHead() {
    this.tHead = document.createElement("thead");
    this.append(this.tHead);
  }
  createTBody() {
    const part = document.createElement("tbody");
    this.tBodies.push(part);
    this.append(part);
  }
  setAttribute(name) {
    seen.attributes.add(name);
  }
  matches(selector) {
    return selector.split(", ").includes(this._name);
  }
  closest(selector) {
    return this.matches(selector) ? this : (this._parent?.closest(selector) ?? null);
  }
  querySelector() {
    return null;
  }
}

globalThis.document = {
  createDocumentFragment: () => new Element("fragment"),
  createElement(name) {
    seen.elements.add(name);
    return new Proxy(new Element(name), noting);
  },
};

serve({
  // Returns which elements were made, and what was set of them.
  draw(texts, length) {
    for (const text of texts) {
      const drawing = new RunningMarkdown(document.createElement("div"));
      for (let end = length; end < text.length + length; end += length) drawing.write(text.slice(0, end));
    }
    return Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, [...values]]));
  },
});
