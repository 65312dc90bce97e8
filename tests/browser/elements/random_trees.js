// Random rows, and what is wrong with a stream that shows one after the other.

// A generator of numbers from 0 to 1 (mulberry32), the same for the same seed.
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Trees {
  #random;
  #ids;
  #used = new Set();

  // ids: how many ids there are, so that rows share them; "doubled" ones may be used twice in a row
  constructor(random, { ids, doubled }) {
    this.#random = random;
    this.#ids = ids;
    this.doubled = doubled;
  }

  #below(number) {
    return Math.floor(this.#random() * number);
  }

  #one(...choices) {
    return choices[this.#below(choices.length)];
  }

  row() {
    this.#used.clear();
    return `<div${this.#attributes("row")}>${this.#children(3)}</div>`;
  }

  #attributes(kind) {
    let text = "";
    const id = `${kind === "row" ? "" : "i"}${this.#below(this.#ids)}`;
    if (kind !== "row" && this.#ids && this.#below(2) && (this.doubled || !this.#used.has(id))) {
      this.#used.add(id);
      text += ` id="${id}"`;
    }
    for (const name of ["class", "title", "@odd", "style"]) {
      if (!this.#below(4)) text += ` ${name}="${name === "style" ? "top: 1px" : this.#one("a", "b", "")}"`;
    }
    return text;
  }

  #children(depth) {
    return Array.from({ length: this.#below(6) }, () => this.#child(depth)).join("");
  }

  #child(depth) {
    const kind = this.#below(15);
    if (kind < 3) return this.#one("words", "other words", " ", "&amp;", "\n");
    if (kind === 3) return `<!--${this.#one("a", "b", "")}-->`;
    if (kind === 4) return this.#field();
    if (kind === 5) return `<select${this.#attributes()}>${this.#options()}</select>`;
    if (kind === 6) return `<svg${this.#attributes()}><use xlink:href="#${this.#one("a", "b")}"/><g${this.#attributes()}><path d="M0 ${this.#below(3)}"/></g></svg>`;
    if (kind === 7) return `<form${this.#attributes()}><input name="${this.#one("id", "name", "remove", "attributes")}">${depth ? this.#children(0) : ""}</form>`;
    if (kind === 8) return `<template${this.#attributes()}>${this.#one("", "<b>1</b>", "<i>2</i>")}</template>`;
    const name = this.#one("p", "b", "i", "span", "ul", "section", "div");
    return `<${name}${this.#attributes()}>${depth ? this.#children(depth - 1) : "x"}</${name}>`;
  }

  #field() {
    const name = this.#below(2) ? ` name="${this.#one("a", "b", "c")}"` : "";
    const checked = this.#below(2) ? " checked" : "";
    return this.#one(
      `<input${name}${this.#attributes()} value="${this.#below(3)}">`,
      `<input type=checkbox${name}${this.#attributes()}${checked}>`,
      `<input type=range${name} value="${this.#below(300)}.5">`,
      `<textarea${name}${this.#attributes()}>${this.#below(3)}</textarea>`,
      `<button${name}${this.#attributes()}>${this.#below(3)}</button>`,
    );
  }

  #options() {
    return Array.from({ length: this.#below(4) }, () => `<option${this.#below(3) ? "" : " selected"}>${this.#below(5)}`).join("");
  }
}

const KINDS = [
  { ids: 0, doubled: false },
  { ids: 6, doubled: false },
  { ids: 30, doubled: false },
  { ids: 3, doubled: true },
  { ids: 12, doubled: true },
];

// What the browser shows in fields.
function entries(row) {
  return [...row.querySelectorAll("input, select, textarea")].map(({ value, checked }) => `${value} ${checked}`).join();
}

// What isEqualNode does not look into.
function insides(row) {
  return [...row.querySelectorAll("template")].map((template) => template.innerHTML).join();
}

// Shows `count` times three random rows, one after the other and each twice, in the place of the last one.
// show(html) makes the row and returns it. Returns what is wrong.
export function findFaults(show, seed, count) {
  const random = generator(seed);
  const faults = [];
  for (let run = 0; run < count && faults.length < 3; run += 1) {
    const trees = new Trees(random, KINDS[run % KINDS.length]);
    const rows = [trees.row(), trees.row(), trees.row()];
    for (const html of rows) {
      const row = show(html);
      const drawn = document.createElement("div");
      drawn.innerHTML = html;
      for (const name of ["id", "data-key"]) drawn.firstChild.setAttribute(name, row.getAttribute(name));
      if (!row.isEqualNode(drawn.firstChild) || insides(row) !== insides(drawn)) faults.push({ run, rows, is: row.outerHTML, drawn: html });
      if (entries(row) !== entries(drawn)) faults.push({ run, rows, shows: entries(row), instead: entries(drawn) });
      const watch = new MutationObserver(() => {});
      watch.observe(row.parentNode, { subtree: true, childList: true, attributes: true, characterData: true });
      show(html);
      const changes = watch.takeRecords();
      watch.disconnect();
      if (changes.length) faults.push({ run, rows, changes: changes.map(({ type, target }) => `${type} ${target.nodeName}`) });
    }
  }
  return faults;
}
