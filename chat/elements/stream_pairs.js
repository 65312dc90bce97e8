// Which nodes of a row and of its new HTML are the same one.
import { dom, isEqual } from "stream_dom";

const MANY = 2500; // pairs of children: comparing more takes longer than drawing them anew

// Whether an element can become another one by its attributes alone.
export function isSameElement(node, other) {
  const [{ nodeName, namespaceURI, localName }, same] = [dom(node), dom(other)];
  const isSame = nodeName === same.nodeName && namespaceURI === same.namespaceURI;
  return isSame && (localName !== "input" || hasSame("type", node, other));
}

export function isSameKind(node, other) {
  if (!isSameElement(node, other)) return false;
  return dom(node).nodeType !== Node.ELEMENT_NODE || (hasSame("id", node, other) && hasSame("name", node, other));
}

function hasSame(attribute, node, other) {
  return dom(node).getAttribute(attribute) === dom(other).getAttribute(attribute);
}

// What has the same id, or is the same field, anywhere in a row and in its new HTML.
export function pairByKey(row, next) {
  const pairs = new Pairs(row, next);
  const old = uniqueByKey(row);
  if (!old.size) return pairs;
  for (const [key, element] of uniqueByKey(next)) {
    const partner = old.get(key);
    if (partner && element && isSameElement(partner, element)) pairs.add(element, partner);
  }
  return pairs;
}

class Pairs {
  #row;
  #next;
  #old = new Map(); // by new element
  #new = new Map(); // by old element
  #inside = new Map(); // of an element, old or new: the pairs inside it, each named by its new element

  constructor(row, next) {
    this.#row = row;
    this.#next = next;
  }

  add(element, partner) {
    this.#old.set(element, partner);
    this.#new.set(partner, element);
    this.#noteAround(element, this.#next, element);
    this.#noteAround(partner, this.#row, element);
  }

  #noteAround(element, root, pair) {
    for (let around = dom(element).parentNode; around && around !== root; around = dom(around).parentNode) {
      this.#inside.set(around, (this.#inside.get(around) ?? new Set()).add(pair));
    }
  }

  // The old element for a new one.
  get(element) {
    return this.#old.get(element);
  }

  isPaired(old) {
    return this.#new.has(old);
  }

  isAround(element) {
    return this.#inside.has(element);
  }

  // How well an old child and a new one fit; 0: not at all.
  likeness(old, fresh) {
    if (this.#new.has(old) || this.#old.has(fresh)) return this.#old.get(fresh) === old ? 4 + hasFocus(old) : 0;
    if (!isSameKind(old, fresh)) return 0;
    return 1 + hasSameClass(old, fresh) + isEqual(old, fresh) + 2 * this.#areAroundSame(old, fresh) + hasFocus(old);
  }

  #areAroundSame(old, fresh) {
    const pairs = this.#inside.get(old);
    return pairs !== undefined && [...(this.#inside.get(fresh) ?? [])].some((pair) => pairs.has(pair));
  }
}

// Better than all the rest: what has the focus had better not be moved.
function hasFocus(old) {
  return dom(old).contains(document.activeElement) ? 1000 : 0;
}

function hasSameClass(old, fresh) {
  if (dom(old).nodeType !== Node.ELEMENT_NODE) return true;
  return hasSame("class", old, fresh) || /\bclass\b/.test(dom(fresh).getAttribute("data-keep-attrs"));
}

// Elements by their keys; null where several have the same one.
function uniqueByKey(root) {
  const byKey = new Map();
  for (const element of dom(root).querySelectorAll("[id], input, textarea, select, button")) {
    const key = keyOf(element);
    if (key && !isOthers(element, root)) byKey.set(key, byKey.has(key) ? null : element);
  }
  return byKey;
}

function keyOf(element) {
  const { localName } = dom(element);
  const get = (name) => dom(element).getAttribute(name);
  if (get("id")) return `#${get("id")}`;
  if (!["input", "textarea", "select", "button"].includes(localName)) return null;
  const isChoice = ["checkbox", "radio"].includes(get("type"));
  const names = ["type", "name", "data-action", ...(isChoice ? ["value"] : [])];
  return JSON.stringify([localName, ...names.map(get)]);
}

// What scripts or readers have made is none of the server's.
function isOthers(element, root) {
  const around = [dom(element).closest("[data-keep]"), dom(dom(element).parentNode).closest("[contenteditable]")];
  return around.some((other) => other !== null && other !== root && dom(root).contains(other));
}

// Finds those old children that stay where they are, in order, by their new counterparts.
export function align(old, fresh, pairs) {
  const likeness = (i, j) => pairs.likeness(old[i], fresh[j]);
  const staying = new Map();
  if (old.length === fresh.length && old.every((_, index) => likeness(index, index) > 1)) {
    return new Map(fresh.map((node, index) => [node, old[index]]));
  }
  const isSame = (i, j) => pairs.get(fresh[j]) === old[i] || (likeness(i, j) > 0 && isEqual(old[i], fresh[j]));
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && isSame(start, start)) staying.set(fresh[start], old[start++]);
  let [oldEnd, freshEnd] = [old.length, fresh.length];
  while (Math.min(oldEnd, freshEnd) > start && isSame(oldEnd - 1, freshEnd - 1)) staying.set(fresh[--freshEnd], old[--oldEnd]);
  for (const [i, j] of bestPairs([start, oldEnd], [start, freshEnd], likeness)) staying.set(fresh[j], old[i]);
  return staying;
}

// The pairs of indices in two ranges, both rising, with the greatest sum of likenesses.
function bestPairs([oldStart, oldEnd], [freshStart, freshEnd], likeness) {
  const [height, width] = [oldEnd - oldStart, freshEnd - freshStart];
  const at = (i, j) => likeness(oldStart + i, freshStart + j);
  const range = (length) => Array.from({ length }, (_, index) => index);
  const pairs =
    height * width > MANY
      ? range(Math.min(height, width)).filter((index) => at(index, index)).map((index) => [index, index])
      : heaviestPath(range(height).map((i) => range(width).map((j) => at(i, j))), width);
  return pairs.map(([i, j]) => [oldStart + i, freshStart + j]);
}

// The longest common subsequence, weighed.
function heaviestPath(alike, width) {
  const height = alike.length;
  const best = Array.from({ length: height + 1 }, () => new Array(width + 1).fill(0)); // from i and from j on
  const isPair = (i, j) => alike[i][j] > 0 && best[i][j] === alike[i][j] + best[i + 1][j + 1];
  for (let i = height - 1; i >= 0; i -= 1) {
    for (let j = width - 1; j >= 0; j -= 1) {
      const paired = alike[i][j] && alike[i][j] + best[i + 1][j + 1];
      best[i][j] = Math.max(paired, best[i + 1][j], best[i][j + 1]);
    }
  }
  const path = [];
  for (let [i, j] = [0, 0]; i < height && j < width; ) {
    if (isPair(i, j)) path.push([i++, j++]);
    else if (best[i][j] === best[i + 1][j]) i += 1;
    else j += 1;
  }
  return path;
}
