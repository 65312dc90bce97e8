// The rows by their keys: plain DOM nodes between two edges of a list, which Vue does not know of.
import morph, { move } from "stream_morph";
import { isAfter } from "stream_order";

function findNamesake(row, element) {
  const { localName } = element;
  const name = element.getAttribute("name");
  return name ? row.querySelector(`${localName}[name="${CSS.escape(name)}"]`) : null;
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// What a selector finds in a row, except in what is kept (`data-keep`) and in parts that it has found already.
function* partsOf(row, selector) {
  for (const part of row.querySelectorAll(selector)) {
    const keeper = part.closest("[data-keep]");
    if (row.contains(part) && !(keeper && keeper !== row && row.contains(keeper))) yield part;
  }
}

function focus(element) {
  element.focus({ preventScroll: true });
  if (element === document.activeElement) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}

export class RowRegistry {
  #list;
  #top;
  #end;
  #name;
  #isSorted;
  #onAdded;
  #onRemoved;
  #rows = new Map(); // key → element
  #html = new Map(); // key → what the server has sent for it
  // Of the changes since they were taken last:
  #touched = new Set(); // rows inserted or updated, or with a new neighbour above
  #appended = 0; // rows put at the end
  #focusHeir = null; // gets the focus of a removed row

  // list: the element whose children the rows are, between its children `top` and `end`
  // name: prefix of the rows' DOM ids
  // isSorted: rows stand where their `data-sort` attribute says
  // onAdded(row), onRemoved(row): an element has become a row, or is none any more
  constructor({ list, top, end, name, isSorted, onAdded, onRemoved }) {
    this.#list = list;
    this.#top = top;
    this.#end = end;
    this.#name = name;
    this.#isSorted = isSorted;
    this.#onAdded = onAdded;
    this.#onRemoved = onRemoved;
  }

  get size() {
    return this.#rows.size;
  }

  has(key) {
    return this.#rows.has(key);
  }

  get(key) {
    return this.#rows.get(key);
  }

  // The row at an index, or what stands behind the last one.
  at(index) {
    return this.#list.children[index + 1];
  }

  isRow(element) {
    return element?.parentElement === this.#list && this.#rows.get(element.getAttribute("data-key")) === element;
  }

  // The key of the row at the "top" or "bottom" edge; "" if there is none.
  keyAt(edge) {
    if (!this.#rows.size) return "";
    return (edge === "top" ? this.#top.nextElementSibling : this.#end.previousElementSibling).getAttribute("data-key");
  }

  // A row as the server sent it; on the page, scripts and the browser's translation may have changed it.
  sent(key) {
    return this.#html.get(key) ?? "";
  }

  // Inserts [key, html] pairs side by side; known ones are updated where they stand.
  // place: an index, -1 for the end, or { before: key } or { after: key }
  insert(rows, place, isUpdateOnly) {
    const fresh = new Map();
    for (const [key, html] of rows) {
      if (this.#rows.has(key)) {
        this.#update(key, html);
        if (this.#isSorted) this.#sortIn(this.#rows.get(key));
      } else if (!isUpdateOnly) fresh.set(key, html);
    }
    if (this.#isSorted && this.#rows.size) for (const [key, html] of fresh) this.#sortIn(this.#add(key, html));
    else if (fresh.size) this.#insertAt(this.#isSorted ? -1 : place, fresh);
  }

  // Updates those parts of a row that a selector finds.
  updatePart(key, selector, html) {
    const row = this.#rows.get(key);
    const part = parse(html);
    if (!row) return;
    if (!part) {
      console.error(`Stream ${this.#name}: the part ${selector} of ${key} is no element: ${html}`);
      return;
    }
    this.#keepFocus(row, () => {
      for (const old of partsOf(row, selector)) morph(old, part);
      return row;
    });
    this.#touched.add(row);
    const sent = parse(this.#html.get(key));
    if (!sent) return;
    for (const old of partsOf(sent, selector)) old.parentNode.replaceChild(part.cloneNode(true), old);
    this.#html.set(key, sent.outerHTML);
  }

  // Moves a row to a place, counted without the row itself.
  move(key, place) {
    const row = this.#rows.get(key);
    const next = row && this.#nodeAt(place, row);
    if (!next || next === row || next === row.nextElementSibling) return;
    this.#touched.add(row).add(row.nextElementSibling).add(next);
    move(this.#list, row, next);
  }

  remove(key) {
    const row = this.#rows.get(key);
    if (!row) return;
    const below = row.nextElementSibling;
    const neighbour = below !== this.#end ? below : row.previousElementSibling;
    if (row === this.#focusHeir || row.contains(document.activeElement)) this.#focusHeir = neighbour;
    this.#rows.delete(key);
    this.#html.delete(key);
    this.#onRemoved(row);
    this.#list.removeChild(row);
    this.#touched.add(below);
  }

  // Replaces all rows by these, in this order; those that stay keep their elements.
  reset(rows) {
    const kept = new Map(rows);
    for (const key of [...this.#rows.keys()]) if (!kept.has(key)) this.remove(key);
    let last = this.#top;
    for (const [key, html] of kept) {
      if (this.#rows.has(key)) this.#update(key, html);
      else this.#add(key, html);
      const row = this.#rows.get(key);
      if (last.nextElementSibling !== row) move(this.#list, row, last.nextElementSibling);
      last = row;
      this.#touched.add(row);
    }
  }

  // Returns the rows touched since the last call, and how many of them were put at the end.
  takeChanges() {
    const changes = { rows: [...this.#touched].filter((element) => this.isRow(element)), appended: this.#appended };
    this.#touched.clear();
    this.#appended = 0;
    return changes;
  }

  // Gives the focus of a removed row to its neighbour, or to the list.
  passFocusOn() {
    if (!this.#focusHeir) return;
    focus(this.isRow(this.#focusHeir) ? this.#focusHeir : this.#list);
    this.#focusHeir = null;
  }

  // What stands at a place, or undefined if that is beside a row that is not there; a row being moved does not count.
  #nodeAt(place, moved = null) {
    const { before, after } = place;
    if (before !== undefined) return this.#rows.get(before);
    if (after !== undefined) return this.#rows.get(after)?.nextElementSibling;
    if (place < 0 || place >= this.#rows.size) return this.#end;
    const isBehind = moved && moved.compareDocumentPosition(this.at(place)) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isBehind ? this.at(place).nextElementSibling : this.at(place);
  }

  #insertAt(place, fresh) {
    const next = this.#nodeAt(place);
    if (!next) return;
    const added = document.createDocumentFragment();
    const built = [...fresh].map(([key, html]) => this.#add(key, html));
    if (this.#isSorted) built.sort((row, other) => isAfter(row.dataset, other.dataset) - isAfter(other.dataset, row.dataset));
    added.append(...built);
    this.#list.insertBefore(added, next);
    this.#touched.add(next);
    if (next === this.#end) this.#appended += fresh.size;
  }

  #sortIn(row) {
    let next = this.#top.nextElementSibling;
    while (next !== this.#end && (next === row || !isAfter(next.dataset, row.dataset))) next = next.nextElementSibling;
    if (row.nextElementSibling === next) return;
    this.#touched.add(next);
    if (row.isConnected) this.#touched.add(row.nextElementSibling);
    move(this.#list, row, next);
  }

  #add(key, html) {
    return this.#register(key, this.#build(key, html));
  }

  #build(key, html) {
    let row = parse(html);
    if (!row) {
      console.error(`Stream ${this.#name}: what render returned for ${key} is no element: ${html}`);
      row = document.createElement("div"); // one bad row must not cost the others
    }
    row.setAttribute("id", `${this.#name}-${key}`); // a form's field named "id" would hide the property
    row.setAttribute("data-key", key);
    this.#html.set(key, html);
    return row;
  }

  #register(key, row) {
    this.#rows.set(key, row);
    this.#touched.add(row);
    this.#onAdded(row);
    return row;
  }

  #update(key, html) {
    const row = this.#rows.get(key);
    const morphed = this.#keepFocus(row, () => morph(row, this.#build(key, html)));
    if (morphed !== row) {
      this.#onRemoved(row);
      if (this.#focusHeir === row) this.#focusHeir = morphed;
      this.#register(key, morphed);
    }
    this.#touched.add(morphed);
  }

  // What had the focus may move within the row, or go: keyboard users must not lose their place.
  #keepFocus(row, change) {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    const changed = change();
    if (focused && focused !== document.activeElement) {
      focus(focused.isConnected ? focused : (findNamesake(changed, focused) ?? changed));
    }
    return changed;
  }
}
