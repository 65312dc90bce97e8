// What people do in rows becomes actions: presses of `data-action` buttons, forms, and other events by `data-on`. A button
// is busy until the server has dealt with its action.
import { dom } from "stream_dom";

const LISTENED = ["click", "dblclick", "submit", "input", "change", "keydown", "keyup", "focusin", "focusout"];
const NAMES = { focusin: "focus", focusout: "blur" }; // these bubble
const KEYS = { esc: "escape", space: " ", up: "arrowup", down: "arrowdown", left: "arrowleft", right: "arrowright" };
const WAIT = 300; // ms for which an event with an empty `data-debounce` waits for the next one
const UNTIL_BLUR = 2 ** 31 - 1; // ms
const MODIFIERS = ["ctrl", "shift", "alt", "meta"];

// Keys that an input method (Chinese, Japanese, …) uses are not the reader's; Safari tells its last one by this code.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

export class RowEvents {
  #list;
  #rows;
  #busy;
  #act;
  #waiting = new Map(); // element → what its debounced event does

  // list: the element whose rows are listened to
  // rows: { isRow(element) }
  // busy: shows that a button's action is on its way
  // act(key, action, args, button): a row's action; the button that was pressed, if any
  constructor({ list, rows, busy, act }) {
    this.#list = list;
    this.#rows = rows;
    this.#busy = busy;
    this.#act = act;
    const listener = (event) => this.#on(event);
    for (const type of LISTENED) list.addEventListener(type, listener);
  }

  // What was typed is not lost with the list.
  stop() {
    this.#flush(() => true);
  }

  // An element is no row any more: what waits in it is sent.
  onRowRemoved(row) {
    if (this.#waiting.size) this.#flush((source) => dom(row).contains(source));
  }

  #on(event) {
    if (event.type === "focusout") this.#flush((waiting) => dom(waiting).contains(event.target));
    if (event.type === "submit" && dom(event.target).hasAttribute("data-action")) event.preventDefault();
    const { source, row } = this.#find(event);
    if (!source || !row) return;
    const isForm = dom(source).localName === "form";
    const button = isForm ? event.submitter : source;
    if (event.type === "click" && dom(source).type === "submit") event.preventDefault(); // of the form around it
    if (isPress(event) && this.#busy.has(button)) return;
    const { action, on, debounce, busy, ...data } = dom(source).dataset;
    const { key } = dom(row).dataset; // it may have left when the event is sent
    const args = { ...data, ...(isForm ? fieldsOf(source, event) : on === undefined ? {} : valuesOf(source, event)) };
    const send = () => this.#act(key, action, args, isPress(event) ? button : null);
    if (debounce !== undefined && !isPress(event)) return this.#debounce(source, debounce, send);
    this.#flush(() => true); // actions arrive in their order
    send();
  }

  // Has events that wait happen now.
  #flush(isDue) {
    for (const [source, send] of [...this.#waiting]) if (isDue(source)) send();
  }

  // The element whose action this event is, and the row that it stands in; none if it is another stream's, inside a row.
  #find(event) {
    let source = null;
    for (const element of event.composedPath()) {
      if (element === this.#list || element.stream?.$el === element) break;
      if (!source && dom(element).dataset?.action !== undefined && isMeant(element, event)) source = element;
      if (this.#rows.isRow(element)) return { source, row: element };
    }
    return {};
  }

  #debounce(source, debounce, send) {
    const wait = debounce === "blur" ? UNTIL_BLUR : Number(debounce || WAIT);
    clearTimeout(this.#waiting.get(source)?.timer);
    const now = () => {
      clearTimeout(now.timer);
      this.#waiting.delete(source);
      send();
    };
    now.timer = setTimeout(now, wait);
    this.#waiting.set(source, now);
  }
}

const isPress = ({ type }) => type === "click" || type === "submit";

// Whether an element's action belongs to an event: to those that it names by `data-on`, such as "change keydown.enter",
// else to a form's submission or a press of anything else.
function isMeant(element, event) {
  const { localName, dataset } = dom(element);
  const own = localName === "form" ? "submit" : "click";
  const names = dataset.on?.split(/[\s|]+/) ?? [own];
  return names.some((name) => isNamed(name, event));
}

function isNamed(name, event) {
  const [type, ...conditions] = name.toLowerCase().split(".");
  if (type !== (NAMES[event.type] ?? event.type)) return false;
  if (!type.startsWith("key")) return true;
  const isHeld = (condition) =>
    MODIFIERS.includes(condition) ? event[`${condition}Key`] : event.key?.toLowerCase() === (KEYS[condition] ?? condition);
  return !isComposing(event) && conditions.every(isHeld);
}

// A form's fields by their names, as it would send them: of several with one name, a line for each; no files.
function fieldsOf(form, { type, submitter }) {
  const fields = Object.create(null); // a field may be named as what all objects have, such as "constructor"
  for (const [name, value] of new FormData(form, type === "submit" ? submitter : null)) {
    if (typeof value === "string") fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
  }
  return fields;
}

// What a field says, and which key was pressed.
function valuesOf(source, { type, key }) {
  const element = dom(source);
  const values = type.startsWith("key") ? { key } : {};
  if (element.type === "checkbox" || element.type === "radio") values.value = element.checked ? element.value : "";
  else if (element.selectedOptions) values.value = [...element.selectedOptions].map(({ value }) => value).join("\n");
  else if (element.value !== undefined) values.value = String(element.value);
  return values;
}

// A pressed button with `data-busy="Saving…"` says so until then.
export class BusyButtons {
  #pressed = new Map(); // number of the action → { button, content }
  #count = 0;
  #isListening = false;

  stop() {
    window.socket.off("disconnect", this.#restoreAll);
  }

  has(button) {
    return [...this.#pressed.values()].some((pressed) => pressed.button === button && isBusy(button));
  }

  // Shows that a button is busy; returns the number by which the server says that it no longer is. Null if there is
  // nothing to show, or nobody to answer.
  start(button) {
    const text = button?.dataset.busy;
    if (text === undefined || !window.socket.connected) return null;
    if (!this.#isListening) window.socket.on("disconnect", this.#restoreAll); // an answer may be lost
    this.#isListening = true;
    for (const [number, pressed] of this.#pressed) if (pressed.button === button) this.#pressed.delete(number);
    this.#count += 1;
    this.#pressed.set(this.#count, { button, content: text && [...button.childNodes] });
    button.setAttribute("aria-busy", "true");
    if (text) button.replaceChildren(text);
    return this.#count;
  }

  // Has the button say again what it said, unless an update of its row has done so.
  end(number) {
    const { button, content } = this.#pressed.get(number) ?? {};
    this.#pressed.delete(number);
    if (!button || !isBusy(button)) return;
    button.removeAttribute("aria-busy");
    if (content) button.replaceChildren(...content);
  }

  #restoreAll = () => {
    for (const number of [...this.#pressed.keys()]) this.end(number);
  };
}

const isBusy = (button) => button.getAttribute("aria-busy") === "true";
