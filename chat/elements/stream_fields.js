// What a reader has typed, ticked or chosen in a row stays; what nobody has touched follows the new HTML.
import { dom } from "stream_dom";

// Called before a field takes on new HTML; returns what to do afterwards, if anything.
export function keepEntry(from, to) {
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
export function hasDraft(element) {
  for (const host of drafts.keys()) if (dom(element).contains(host)) return true;
  return false;
}

// Returns whether an element's content is what somebody has typed, and stays.
export function keepDraft(from, to) {
  const isDraft = drafts.has(from) && drafts.get(from) !== dom(from).innerHTML;
  if (isDraft) drafts.set(from, dom(to).innerHTML);
  else drafts.delete(from);
  return isDraft;
}
