// The rows by their keys: plain DOM nodes between two edges of a list, which Vue does not know of.
import { dom, focus, keepFocus, parse, parseLike, parseRow, partsOf } from "stream_dom";
import morph, { move } from "stream_morph";
import { inOrder, isLeaving, placeInOrder, rowAfter, rowBefore } from "stream_order";
import { RowTransitions } from "stream_transitions";

export class RowRegistry {
  #list;
  #top;
  #end;
  #name;
  #isSorted;
  #onAdded;
  #onRemoved;
  #transitions = null;
  #leaving = new Set(); // elements that are no rows any more
  #rows = new Map(); // key → element
  #keys = new WeakMap(); // element → key; scripts may have changed its attributes
  #html = new Map(); // key → what the server has sent for it
  // Of the changes since they were taken last:
  #touched = new Set(); // rows inserted or updated, or with a new neighbour above
  #entered = new Set(); // rows added by an insert
  #appended = 0; // rows put at the end
  #focusHeir = null; // gets the focus of a removed row

  // list: the element whose children the rows are, between its children `top` and `end`
  // name: prefix of the rows' DOM ids
  // isSorted: rows stand where their `data-sort` attribute says
  // onAdded(row), onRemoved(row): an element has become a row, or is none any more
  // entering, leaving: CSS classes of rows that come or go; onGone(): an element that was leaving has gone
  constructor({ list, top, end, name, isSorted, onAdded, onRemoved, entering, leaving, onGone }) {
    this.#list = list;
    this.#top = top;
    this.#end = end;
    this.#name = name;
    this.#isSorted = isSorted;
    this.#onAdded = onAdded;
    this.#onRemoved = onRemoved;
    if (!entering && !leaving) return;
    const discard = (row) => {
      this.#discard(row);
      onGone();
    };
    this.#transitions = new RowTransitions({ entering, leaving, onGone: discard });
  }

  stop() {
    this.#transitions?.stop();
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
    if (!this.#leaving.size) return this.#list.children[index + 1];
    return [...this.#list.children].filter((element) => !isLeaving(element))[index + 1];
  }

  isRow(element) {
    return dom(element)?.parentElement === this.#list && this.#rows.get(this.#keys.get(element)) === element;
  }

  // The key of the row at the "top" or "bottom" edge; "" if there is none.
  keyAt(edge) {
    const go = edge === "top" ? rowAfter : rowBefore;
    let row = go(edge === "top" ? this.#top : this.#end);
    while (row && !this.isRow(row)) row = go(row); // what scripts have put there
    return this.#keys.get(row) ?? "";
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
    if (this.#transitions) for (const key of fresh.keys()) this.#entered.add(this.#rows.get(key));
  }

  // Updates those parts of a row that a selector finds.
  updatePart(key, selector, html) {
    const row = this.#rows.get(key);
    if (!row) return;
    if (!parse(html)) {
      console.error(`Stream ${this.#name}: the part ${selector} of ${key} is no element: ${html}`);
      return;
    }
    keepFocus(row, () => {
      for (const old of partsOf(row, selector)) morph(old, parseLike(old, html));
      return row;
    });
    this.#touched.add(row);
    const sent = parse(this.#html.get(key));
    if (!sent) return;
    for (const old of partsOf(sent, selector)) dom(old).replaceWith(parseLike(old, html));
    this.#html.set(key, dom(sent).outerHTML);
  }

  // Moves a row to a place, counted without the row itself.
  move(key, place) {
    const row = this.#rows.get(key);
    const next = row && this.#nodeAt(place, row);
    if (!next || next === row || next === rowAfter(row)) return;
    this.#touched.add(row).add(rowAfter(row)).add(next);
    move(this.#list, row, next);
  }

  // isSeen: it may take its time to leave
  remove(key, isSeen = false) {
    const row = this.#rows.get(key);
    if (!row) return;
    const below = rowAfter(row);
    const neighbour = below !== this.#end ? below : rowBefore(row);
    if (row === this.#focusHeir || dom(row).contains(document.activeElement)) this.#focusHeir = neighbour;
    this.#rows.delete(key);
    this.#html.delete(key);
    this.#touched.add(below);
    if (isSeen && this.#transitions?.leave(row)) this.#leaving.add(row);
    else this.#discard(row);
  }

  #discard(row) {
    this.#leaving.delete(row);
    this.#onRemoved(row);
    dom(row).remove(); // if no script has done so
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
      if (rowAfter(last) !== row) move(this.#list, row, rowAfter(last));
      last = row;
      this.#touched.add(row);
    }
  }

  // Returns the rows touched since the last call, and how many of them were put at the end.
  // isNews: whether rows that were inserted enter as such
  takeChanges(isNews) {
    for (const row of this.#transitions?.depart() ?? []) this.#discard(row);
    if (isNews) this.#transitions?.enter([...this.#entered].filter((element) => this.isRow(element)));
    this.#entered.clear();
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
    if (after !== undefined) return this.#rows.has(after) ? rowAfter(this.#rows.get(after)) : undefined;
    if (place < 0 || place >= this.#rows.size) return this.#end;
    const isBehind = moved && dom(moved).compareDocumentPosition(this.at(place)) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isBehind ? rowAfter(this.at(place)) : this.at(place);
  }

  #insertAt(place, fresh) {
    const next = this.#nodeAt(place);
    if (!next) return;
    const added = document.createDocumentFragment();
    const built = [...fresh].map(([key, html]) => this.#add(key, html));
    for (const row of this.#isSorted ? inOrder(built) : built) added.append(row); // not all as arguments of one call, which has a limit
    this.#list.insertBefore(added, next);
    this.#touched.add(next);
    if (next === this.#end) this.#appended += fresh.size;
  }

  #sortIn(row) {
    const next = placeInOrder(row, rowAfter(this.#top), this.#end);
    if (dom(row).isConnected && rowAfter(row) === next) return;
    this.#touched.add(next);
    if (dom(row).isConnected) this.#touched.add(rowAfter(row));
    move(this.#list, row, next);
  }

  #add(key, html) {
    return this.#register(key, this.#build(key, html));
  }

  #build(key, html) {
    const row = parseRow(html, `Stream ${this.#name}: what render returned for ${key}`);
    dom(row).setAttribute("id", `${this.#name}-${key}`);
    dom(row).setAttribute("data-key", key);
    this.#html.set(key, html);
    return row;
  }

  #register(key, row) {
    this.#rows.set(key, row);
    this.#keys.set(row, key);
    this.#touched.add(row);
    this.#onAdded(row);
    return row;
  }

  #update(key, html) {
    const row = this.#rows.get(key);
    const morphed = keepFocus(row, () => {
      const next = this.#build(key, html);
      this.#transitions?.carryOn(row, next);
      return morph(row, next);
    });
    if (morphed !== row) {
      this.#transitions?.end(row);
      this.#onRemoved(row);
      if (this.#focusHeir === row) this.#focusHeir = morphed;
      this.#register(key, morphed);
    }
    this.#touched.add(morphed);
  }
}
