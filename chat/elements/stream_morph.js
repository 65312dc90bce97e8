// A row takes on new HTML. What the reader does inside it stays: focus, typed text, what is chosen and opened, and
// children that scripts have added.
import { dom, isEqual } from "stream_dom";
import { hasDraft, keepDraft, keepEntry } from "stream_fields";
import { align, isSameElement, isSameKind, pairByKey } from "stream_pairs";

// Gives an element the attributes and children of another one, which stays as it is. Returns the element, or the one
// that took its place because it has another name.
export default function morph(element, next) {
  if (isEqual(element, next) && !hasDraft(element)) return element;
  const root = isSameElement(element, next) ? element : replace(element, next);
  new Morph(root, next).run();
  return root;
}

// Without losing its focus, what is scrolled in it and running animations, where the browser can do that.
export function move(parent, node, before) {
  if (dom(node).isConnected && dom(parent).moveBefore) dom(parent).moveBefore(node, before);
  else dom(parent).insertBefore(node, before);
}

function replace(element, next) {
  const parent = dom(dom(element).parentNode);
  const root = document.importNode(next, false);
  parent.insertBefore(root, element);
  for (const child of [...dom(element).childNodes]) move(root, child, null);
  parent.removeChild(element);
  return root;
}

// Scripts' own, and empty texts, which mark where Vue has teleported something into the row.
function isLocal(node) {
  const { nodeType, nodeValue } = dom(node);
  if (nodeType === Node.ELEMENT_NODE) return dom(node).hasAttribute("data-keep");
  return nodeType === Node.TEXT_NODE && nodeValue === "";
}

class Morph {
  #root;
  #next;
  #pairs; // new element → the old one with the same key, wherever in the row they are
  #discarded = []; // removed last: something inside may have to move elsewhere first
  #showEntries = []; // once the options that are discarded have gone

  constructor(root, next) {
    this.#root = root;
    this.#next = next;
    this.#pairs = pairByKey(root, next);
  }

  run() {
    this.#morph(this.#root, this.#next);
    for (const node of this.#discarded) dom(node).remove();
    for (const showEntry of this.#showEntries) showEntry();
  }

  #morph(from, to) {
    if (isEqual(from, to) && !hasDraft(from)) return;
    if (dom(from).nodeType !== Node.ELEMENT_NODE) {
      from.nodeValue = to.nodeValue;
      return;
    }
    const showEntry = keepEntry(from, to);
    if (showEntry) this.#showEntries.push(showEntry);
    morphAttributes(from, to);
    if (dom(from).localName === "template") from.innerHTML = to.innerHTML;
    if (!keepDraft(from, to)) this.#morphChildren(from, to);
  }

  #morphChildren(from, to) {
    const old = [...dom(from).childNodes].filter((node) => !isLocal(node));
    const fresh = newChildren(from, to);
    const staying = align(old, fresh, this.#pairs);
    const stayed = new Set(staying.values());
    for (const node of old) if (!stayed.has(node) && !this.#pairs.isPaired(node)) this.#discarded.push(node);
    let next = firstOfTrailing(from);
    for (const node of fresh.toReversed()) {
      const known = staying.get(node) ?? this.#pairs.get(node);
      if (!known) next = this.#insert(from, node, next);
      else {
        if (!staying.has(node)) move(from, known, next);
        this.#morph(known, node);
        next = known;
      }
    }
  }

  #insert(parent, node, before) {
    const isWhole = !this.#pairs.isAround(node);
    const added = dom(parent).insertBefore(document.importNode(node, isWhole), before);
    if (!isWhole) this.#morphChildren(added, node);
    return added;
  }
}

// Those that were drawn with `data-keep` and are there already are left alone.
function newChildren(from, to) {
  const kept = [...dom(from).childNodes].filter(isLocal);
  return [...dom(to).childNodes].filter((node) => {
    const index = isLocal(node) ? kept.findIndex((other) => isSameKind(other, node)) : -1;
    if (index >= 0) kept.splice(index, 1);
    return index < 0;
  });
}

// The first of what scripts have put at the end, before which new children go.
function firstOfTrailing(parent) {
  let first = null;
  for (let node = dom(parent).lastChild; node && isLocal(node); node = dom(node).previousSibling) first = node;
  return first;
}

function morphAttributes(element, next) {
  const kept = keptAttributes(element, next);
  const [from, to] = [dom(element), dom(next)];
  for (const name of from.getAttributeNames()) {
    if (!kept.has(name) && !to.hasAttribute(name)) from.removeAttributeNode(from.getAttributeNode(name));
  }
  for (const name of to.getAttributeNames()) {
    if (kept.has(name)) continue;
    const [own, attribute] = [from.getAttributeNode(name), to.getAttributeNode(name)];
    if (!own) from.setAttributeNode(attribute.cloneNode()); // setAttribute refuses names that the parser accepts
    else if (own.value !== attribute.value) own.value = attribute.value;
  }
}

function keptAttributes(from, to) {
  const names = new Set(dom(to).getAttribute("data-keep-attrs")?.split(/\s+/));
  if (["details", "dialog"].includes(dom(from).localName)) names.add("open");
  if (from === document.activeElement && !dom(to).hasAttribute("tabindex")) names.add("tabindex"); // it was given to focus it
  return names;
}
