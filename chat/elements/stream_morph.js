// A row takes on new HTML. What the reader does inside it stays: focus, typed text, what is chosen and opened, and
// children that scripts have added.
import { dom, isEqual } from "stream_dom";
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

// ---- what a reader has typed, ticked or chosen stays; what nobody has touched follows the new HTML

// Called before a field takes on new HTML; returns what to do afterwards, if anything.
function keepEntry(from, to) {
  const { localName } = dom(from);
  if (localName === "select") return keepChoice(from, to);
  if (localName === "textarea") return keepText(from, to);
  if (localName !== "input" || from.type === "file") return null;
  if (from.type === "radio") return keepRadio(from, to);
  if (from.type !== "checkbox") return keepText(from, to);
  if (from.checked !== from.defaultChecked) return null;
  return () => Object.assign(from, { checked: to.checked });
}

// Of a group of radio buttons one is chosen: a new `checked` of one that nobody has touched would take it from another.
// Read once for each update, before the first of the group has changed: form → name → { chosen, isTouched }.
let groups = new Map();

function keepRadio(from, to) {
  const { isTouched, chosen } = groupOf(from);
  return () => {
    groups = new Map();
    if (!isTouched) from.checked = to.checked;
    else if (chosen) chosen.checked = true;
    else from.checked = false;
  };
}

function groupOf(radio) {
  const { form, name } = radio;
  if (!name) return judge([radio]);
  if (!groups.has(form)) groups.set(form, new Map());
  const byName = groups.get(form);
  if (!byName.has(name)) {
    const isOfGroup = (other) => other.type === "radio" && other.form === form;
    byName.set(name, judge([...document.getElementsByName(name)].filter(isOfGroup)));
  }
  return byName.get(name);
}

const judge = (group) => ({
  isTouched: group.some(({ checked, defaultChecked }) => checked !== defaultChecked),
  chosen: group.find(({ checked }) => checked),
});

function keepText(from, to) {
  if (isTyped(from)) return null;
  const { selectionStart, selectionEnd, selectionDirection, value } = from;
  return () => {
    if (from.value !== to.value) from.value = to.value;
    if (from !== document.activeElement || selectionStart === null || value === from.value) return;
    const end = selectionEnd === value.length ? from.value.length : selectionEnd;
    from.setSelectionRange(selectionStart === selectionEnd ? end : selectionStart, end, selectionDirection);
  };
}

function isTyped(field) {
  if (field.value === field.defaultValue) return false;
  const copy = field.cloneNode();
  copy.value = field.defaultValue; // which the browser may show in another way: ranges, colours and numbers
  return field.value !== copy.value;
}

function keepChoice(from, to) {
  const copy = from.cloneNode(true); // it chooses what the HTML says
  const isTouched = [...from.options].some((option, index) => option.selected !== copy.options[index].selected);
  const values = isTouched ? [...from.selectedOptions].map((option) => option.value) : [];
  return () => {
    const isKept = [...from.options].some((option) => values.includes(option.value));
    const isChosen = (option, index) => (isKept ? values.includes(option.value) : to.options[index]?.selected);
    if (!from.multiple) from.selectedIndex = isKept ? [...from.options].findIndex(isChosen) : to.selectedIndex;
    else for (const [index, option] of [...from.options].entries()) option.selected = isChosen(option, index);
  };
}

// Elements that can be edited (`contenteditable`) and that somebody types into, with their HTML as the server sent it.
const drafts = new Map();

document.addEventListener(
  "beforeinput",
  ({ target }) => {
    if (!dom(target).isContentEditable || dom(target).matches("input, textarea") || drafts.has(target)) return;
    for (const host of drafts.keys()) if (!dom(host).isConnected) drafts.delete(host);
    if (dom(target).closest(".stream")) drafts.set(target, dom(target).innerHTML);
  },
  { capture: true },
);

// Whether somebody may have typed into an element itself, or into something inside it.
function hasDraft(element) {
  for (const host of drafts.keys()) if (dom(element).contains(host)) return true;
  return false;
}

// Returns whether an element's content is what somebody has typed, and stays.
function keepDraft(from, to) {
  const isDraft = drafts.has(from) && drafts.get(from) !== dom(from).innerHTML;
  if (isDraft) drafts.set(from, dom(to).innerHTML);
  else drafts.delete(from);
  return isDraft;
}
