// A row takes on new HTML. What the reader does inside it is the reader's: focus, typed text, what is chosen and opened,
// and children that scripts have added.
import morphdom from "morphdom-esm";

const MANY = 2500; // pairs of children: comparing more takes longer than drawing them anew

export default function morph(row, next) {
  const known = new Set([...row.querySelectorAll("[id]")].map((element) => element.id)); // morphdom finds these itself
  const choices = [];
  const morphed = morphdom(row, next, {
    onBeforeElUpdated(from, to) {
      if (from.isEqualNode(to) || (from.isContentEditable && from === document.activeElement)) return false;
      keepInput(from, to);
      if (from.matches("details, dialog")) to.open = from.open;
      choices.push(choice(from));
      align(from, to, known);
      return true;
    },
    onBeforeNodeDiscarded: (node) => !isLocal(node),
    getNodeKey: (node) => (node.dataset?.keep === undefined ? node.id : "kept"), // never taken for a new one
  });
  for (const chooseAgain of choices) chooseAgain?.();
  return morphed;
}

// Scripts' own, and empty texts, which mark where Vue has teleported something into the row.
function isLocal(node) {
  return node.dataset?.keep !== undefined || node.nodeValue === "";
}

// morphdom pairs children one after the other: a new one would take the place of what follows, and all behind it would
// be made anew. So those that belong together are found first; the others go, or come, before morphdom looks.
function align(from, to, known) {
  const old = [...from.childNodes].filter((node) => !isLocal(node));
  const fresh = [...to.childNodes];
  const isSame = old.length === fresh.length && old.every((node, index) => likeness(node, fresh[index]) > 1);
  if (isSame || old.length * fresh.length > MANY) return;
  const alike = old.map((node) => fresh.map((other) => likeness(node, other)));
  // best[i][j]: how well the children from i and from j on can be paired
  const best = Array.from({ length: old.length + 1 }, () => new Array(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const paired = alike[i][j] && alike[i][j] + best[i + 1][j + 1];
      best[i][j] = Math.max(paired, best[i + 1][j], best[i][j + 1]);
    }
  }
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (alike[i][j] && best[i][j] === alike[i][j] + best[i + 1][j + 1]) [i, j] = [i + 1, j + 1];
    else if (best[i][j] === best[i + 1][j]) discard(old[i++]);
    else insert(from, fresh[j++], old[i], known);
  }
  const behind = [...from.childNodes].findLast((node) => !isLocal(node))?.nextSibling ?? null;
  while (j < fresh.length) insert(from, fresh[j++], behind, known); // before what scripts have put at the end
}

function likeness(node, other) {
  if (node.nodeName !== other.nodeName || node.id !== other.id || node.name !== other.name) return 0;
  return 1 + (node.className === other.className) + node.isEqualNode(other);
}

function discard(node) {
  if (!node.id) node.remove(); // what has an id may only have moved
}

function insert(parent, node, before, known) {
  const ids = [node, ...(node.querySelectorAll?.("[id]") ?? [])].map((element) => element.id);
  if (!ids.some((id) => known.has(id))) parent.insertBefore(node.cloneNode(true), before);
}

function keepInput(from, to) {
  const isFocused = from === document.activeElement;
  if (isFocused && from.hasAttribute("tabindex") && !to.hasAttribute("tabindex")) to.tabIndex = from.tabIndex;
  if (from.matches("[type=checkbox], [type=radio]")) {
    if (from.checked !== from.defaultChecked) to.checked = from.checked;
  } else if (from.matches("input:not([type=file]), textarea")) {
    if (isFocused || from.value !== from.defaultValue) to.value = from.value;
  }
}

// What the reader has chosen as files or in a select, to be chosen again after morphdom has dropped it.
function choice(from) {
  if (from.files?.length) {
    const copy = new DataTransfer(); // the list itself is emptied
    for (const file of from.files) copy.items.add(file);
    return () => Object.assign(from, { files: copy.files });
  }
  if (from.localName !== "select") return null;
  const untouched = from.cloneNode(true); // a copy chooses what the HTML says
  if ([...from.options].every((option, index) => option.selected === untouched.options[index].selected)) return null;
  const values = [...from.selectedOptions].map((option) => option.value);
  return () => [...from.options].forEach((option) => Object.assign(option, { selected: values.includes(option.value) }));
}
