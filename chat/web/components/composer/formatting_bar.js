// The buttons that format what is written in a box: a toolbar, one stop of Tab, with arrows from button to button. Whether
// it is shown, this browser remembers.
import * as storage from "browser_storage";
import { FORMATS, PREVIEW_KEYS, shownKeys } from "formats";
import { applyFormat } from "formatting_keys";
import { formatsAt } from "formatting_state";
import { isTouch, onKeys } from "keyboard";
import { readText } from "text_box";

const SHOWN = "streamchat:formatting";
const TOGGLED = "formatting:toggled"; // on the document: a page may have several

const ICONS = {
  bold: "M5 3.2h3.6a2.35 2.35 0 0 1 0 4.7H5zM5 7.9h4.3a2.45 2.45 0 0 1 0 4.9H5z",
  italic: "M7 3.2h4M5 12.8h4M9.2 3.2 6.8 12.8",
  strike: "M2.8 8h10.4M10.8 4.7C10.3 3.7 9.3 3.2 8 3.2c-1.6 0-2.8.8-2.8 2.2 0 .6.2 1.1.6 1.5M5 11.2c.5 1.1 1.6 1.6 3 1.6 1.7 0 3-.8 3-2.3",
  link: "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.3 6.7a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8",
  number: "M6.8 4h6.7M6.8 8h6.7M6.8 12h6.7M2.4 3.2l1-.6v3M2.3 9.3c0-1.2 1.7-1.3 1.7-.2 0 .8-1.7 1.3-1.7 2.4H4",
  bullet: "M6.5 4h7M6.5 8h7M6.5 12h7M3 4h.01M3 8h.01M3 12h.01",
  task: "M2.3 3h3.4v3.4H2.3zM2.3 11.2l1.2 1.2 2.2-2.6M8.2 4.7h5.3M8.2 11.2h5.3",
  quote: "M2.8 3v10M6 4.8h7.5M6 8h7.5M6 11.2h4.5",
  code: "M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5",
  block: "M2.2 3h11.6v10H2.2zM6.3 6.2 4.6 8l1.7 1.8M9.7 6.2 11.4 8 9.7 9.8",
  preview: "M1.6 8S3.9 3.8 8 3.8 14.4 8 14.4 8 12.1 12.2 8 12.2 1.6 8 1.6 8zM8 6.2a1.8 1.8 0 1 0 .01 0z",
};

const isShown = () => (storage.get(SHOWN) ?? (isTouch ? "off" : "on")) === "on";

export function toggleFormattingBars() {
  storage.set(SHOWN, isShown() ? "off" : "on");
  document.dispatchEvent(new Event(TOGGLED));
}

// Calls back with whether they are shown: at once, and when that changes. Returns what stops it.
export function onFormattingBars(listener) {
  const tell = () => listener(isShown());
  tell();
  document.addEventListener(TOGGLED, tell);
  return () => document.removeEventListener(TOGGLED, tell);
}

function makeFormatButton(name, label, keys, action) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "composer-tool", tabIndex: -1, ariaLabel: label });
  button.ariaPressed = "false";
  button.title = keys.length ? `${label} (${keys.join("+")})` : label;
  button.dataset.format = name;
  button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  button.addEventListener("click", action);
  return button;
}

function move(event, bar, box) {
  const buttons = [...bar.children];
  const here = buttons.indexOf(document.activeElement);
  const by = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
  if (by === undefined && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (by === undefined) box.focus();
  else buttons.at(by % buttons.length).focus();
}

// Has the buttons say what the text has at the caret; however much happens at a time, it is looked at once.
function showFormats(box, bar) {
  let isPlanned = false;
  let last = {};
  const isSame = () => box.selectionStart === last.start && box.selectionEnd === last.end && box.value === last.text;
  const show = () => {
    isPlanned = false;
    last = readText(box);
    const found = formatsAt(last);
    for (const button of bar.children) {
      const isOn = String(found.has(button.dataset.format));
      if (button.dataset.format !== "preview" && button.ariaPressed !== isOn) button.ariaPressed = isOn;
    }
  };
  const plan = () => {
    if (isPlanned || bar.hidden || isSame()) return; // a key's selection is told after its frame
    isPlanned = true;
    requestAnimationFrame(show);
  };
  for (const event of ["selectionchange", "input", "focus"]) box.addEventListener(event, plan);
  bar.showFormats = plan; // to be called where the box gets another text otherwise
}

// preview: a Preview of the box
export function makeFormattingBar(box, preview) {
  const bar = document.createElement("div");
  bar.className = "formatting-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Formatting");
  for (const [name, one] of Object.entries(FORMATS)) {
    const act = () => {
      preview.close();
      applyFormat(box, name);
    };
    bar.append(makeFormatButton(name, one.label, shownKeys(one), act));
  }
  const shows = makeFormatButton("preview", "Preview", PREVIEW_KEYS, () => preview.toggle());
  preview.onToggle = (isPressed) => {
    shows.ariaPressed = String(isPressed);
  };
  bar.append(shows);
  bar.firstElementChild.tabIndex = 0;
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus, and its keyboard
  bar.addEventListener("focusin", ({ target }) => {
    for (const button of bar.children) button.tabIndex = button === target ? 0 : -1;
  });
  onKeys(bar, (event) => move(event, bar, box));
  showFormats(box, bar);
  return bar;
}
