// The order of rows: which stand side by side, and where those of a sorted stream belong.
import { dom } from "stream_dom";

// It has been removed, and stays until its transition is over.
export function isLeaving(element) {
  return dom(element)?.hasAttribute("data-leaving");
}

// What stands behind a row or an edge.
export function rowAfter(element) {
  let found = dom(element).nextElementSibling;
  while (isLeaving(found)) found = dom(found).nextElementSibling;
  return found;
}

export function rowBefore(element) {
  let found = dom(element).previousElementSibling;
  while (isLeaving(found)) found = dom(found).previousElementSibling;
  return found;
}

// By code points, as Python compares; JavaScript's own order, by UTF-16 units, puts emoji before some letters.
export function compare(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return at < right.length ? left[at].codePointAt(0) - right[at].codePointAt(0) : 1;
}

// Whether a row with these `data-…` attributes stands after the other: by `data-sort`, then by numbers in keys.
export function isAfter(row, other) {
  return (compare(row.sort ?? "", other.sort ?? "") || Number(row.key) - Number(other.key)) > 0;
}

export function inOrder(rows) {
  const after = (row, other) => isAfter(dom(row).dataset, dom(other).dataset);
  return rows.sort((row, other) => after(row, other) - after(other, row));
}

// The row before which a row belongs, among those from `first` on, or `end` behind them all.
export function placeInOrder(row, first, end) {
  let next = first;
  while (next !== end && (next === row || !isAfter(dom(next).dataset, dom(row).dataset))) next = rowAfter(next);
  return next;
}
