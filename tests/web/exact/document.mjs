// As much of a document as a list of rooms needs: links with attributes, a badge and a place among the others.
import { isAfter } from "stream_order";

const ATTRIBUTE = /([\w-]+)=(?:"([^"]*)"|([^\s>]+))/g;

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

function attributesOf(tag) {
  const dataset = {};
  const bare = tag.replace(ATTRIBUTE, "");
  for (const [, name, quoted, plain] of tag.matchAll(ATTRIBUTE)) if (name.startsWith("data-")) dataset[camel(name.slice(5))] = quoted ?? plain;
  for (const [, name] of bare.matchAll(/\sdata-([\w-]+)/g)) dataset[camel(name)] = "";
  return dataset;
}

// A row of the list: a link to a room, or a section's heading.
export class Row {
  attributes = new Set();
  badge = null;

  constructor(list, key, html) {
    this.list = list;
    this.id = `rooms-${key}`;
    this.draw(key, html);
  }

  // What scripts have added is not in the server's HTML, and goes.
  draw(key, html) {
    const [tag] = /<[^>]+>/.exec(html);
    this.isLink = tag.startsWith("<a ");
    this.dataset = { ...attributesOf(tag), key };
    this.badge = null;
    this.name = (/class="room-name"[^>]*>(.*?)<\/span>\s*(?:<i |<span class="room-description|<\/a>)/s.exec(html)?.[1] ?? html).replace(/<[^>]*>/g, "").trim();
  }

  querySelector(selector) {
    if (selector === ".room-unread") return this.badge;
    if (selector === ".room-name") return { after: (badge) => this.#wear(badge) };
    return null;
  }

  #wear(badge) {
    this.badge = badge;
    badge.remove = () => {
      this.badge = null;
    };
  }

  toggleAttribute(name, on) {
    if (on) this.dataset[camel(name.slice(5))] = "";
    else delete this.dataset[camel(name.slice(5))];
  }

  setAttribute(name) {
    this.attributes.add(name);
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  get nextElementSibling() {
    return this.list.rows[this.list.rows.indexOf(this) + 1] ?? null;
  }

  before(row) {
    const others = this.list.rows.filter((other) => other !== row);
    others.splice(others.indexOf(this), 0, row);
    this.list.rows = others;
  }

  getBoundingClientRect() {
    return { top: 0, bottom: 0 };
  }
}

// The list as the stream's model works on it, as stream_rows.js is.
export class List {
  rows = [];

  get links() {
    return this.rows.filter(({ isLink }) => isLink);
  }

  get size() {
    return this.rows.length;
  }

  #find(key) {
    return this.rows.find(({ dataset }) => dataset.key === key);
  }

  has(key) {
    return Boolean(this.#find(key));
  }

  keyAt(edge) {
    return this.rows.at(edge === "top" ? 0 : -1)?.dataset.key ?? "";
  }

  insert(pairs, _at, isUpdateOnly) {
    for (const [key, html] of pairs) {
      const row = this.#find(key);
      row?.draw(key, html);
      if (row) this.#sortIn(row);
      else if (!isUpdateOnly) this.#sortIn(new Row(this, key, html));
    }
  }

  #sortIn(row) {
    this.rows = this.rows.filter((other) => other !== row);
    const at = this.rows.findIndex((other) => isAfter(other.dataset, row.dataset));
    this.rows.splice(at < 0 ? this.rows.length : at, 0, row);
  }

  remove(key) {
    this.rows = this.rows.filter(({ dataset }) => dataset.key !== key);
  }

  reset(pairs) {
    const known = new Map(this.rows.map((row) => [row.dataset.key, row]));
    this.rows = [...pairs].map(([key, html]) => {
      known.get(key)?.draw(key, html);
      return known.get(key) ?? new Row(this, key, html);
    });
  }
}

// A message's HTML: as much as message_text.js reads.
function messageOf(html) {
  const mentions = [...html.matchAll(/<[^>]*class="?mention\b[^>]*>/g)].map(([tag]) => ({ dataset: attributesOf(tag) }));
  const body = { textContent: html.replace(/<[^>]*>/g, ""), querySelectorAll: () => mentions };
  const [quote] = /<div class=quote[^>]*>/.exec(html) ?? [];
  const parts = { b: { textContent: "" }, ".message-body": body, ".quote": quote ? { dataset: attributesOf(quote) } : null };
  return { dataset: attributesOf(/<article[^>]*>/.exec(html)[0]), querySelector: (selector) => parts[selector] };
}

const element = () => ({ textContent: "", append() {}, remove() {} });

const template = () => ({
  content: { firstElementChild: null },
  set innerHTML(html) {
    this.content.firstElementChild = messageOf(html);
  },
});

// tab: { list, room, messages, hidden }: the messages of the room that is shown, the last `hidden` of them out of sight
export function makeDocument(tab) {
  const messages = {
    closest: () => ({ dataset: { room: tab.room } }),
    getBoundingClientRect: () => ({ bottom: 100 }),
    querySelectorAll: () => {
      const keys = [...tab.messages.keys()];
      const top = (index) => ({ top: index < keys.length - tab.hidden ? 0 : 200 });
      return keys.map((key, index) => ({ dataset: { key }, getBoundingClientRect: () => top(index) }));
    },
  };
  return {
    title: "StreamChat",
    visibilityState: "visible",
    body: { toggleAttribute() {} },
    hasFocus: () => tab.hasFocus,
    getElementById: (id) => (id === "messages" ? tab.room ? messages : null : (tab.list.links.find((link) => link.id === id) ?? null)),
    querySelectorAll(selector) {
      if (selector === "#rooms > a") return tab.list.links;
      return selector.startsWith("#rooms") ? tab.list.links.filter(({ attributes }) => attributes.has("aria-current")) : [];
    },
    createElement: (name) => (name === "template" ? template() : element()),
    addEventListener() {},
  };
}
