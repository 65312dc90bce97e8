// The dialog of keyboard shortcuts, with a setting of this browser: notifications. Loaded when it is opened.
import { makeDialog, toggle } from "dialog";
import { COMMAND_KEY, FORMATS, PREVIEW_KEYS, shownKeys } from "formats";
import { isApple, isTouch } from "keyboard";
import * as notifications from "notifications";

const ALT = isApple ? "⌥" : "Alt";

// [what it does, keys of one way, keys of another …]
const SENDING = isTouch
  ? [["New line", ["Enter"]]]
  : [
      ["Send", ["Enter"]],
      ["New line; a list or quote goes on, and ends with an empty item", ["Shift", "Enter"]],
      ["New line in a block of code", ["Enter"]],
      ["Send from there", [COMMAND_KEY, "Enter"]],
    ];

const FORMATTING = Object.values(FORMATS)
  .filter(({ keys }) => keys.length)
  .map((format) => [format === FORMATS.link ? "Link, of what is selected" : format.label, shownKeys(format)]);

const KEYS = {
  Everywhere: [
    ["Go to a room", [COMMAND_KEY, "K"]],
    ["Search messages; the same again is the browser's own search", [COMMAND_KEY, "F"]],
    ["Mark all as read", ["Shift", "Esc"]],
    ["Previous room, next room", [ALT, "↑"], [ALT, "↓"]],
    ["Keyboard shortcuts", [COMMAND_KEY, "/"], ["?"]],
    ["Close a dialog or a thread, or back to the message box", ["Esc"]],
  ],
  "In the message box": [...SENDING, ["Edit your last message, if the box is empty", ["↑"]]],
  "While writing or editing": [
    ...FORMATTING,
    ["Further in, further out, in a list or in code", ["Tab"], ["Shift", "Tab"]],
    ["Leave the box from there", ["Esc", "Tab"]],
    ["Preview, and back", PREVIEW_KEYS],
    ["Undo", [COMMAND_KEY, "Z"]],
  ],
  "In the list of messages": [
    ["Go to the list, and to a message's buttons", ["Tab"]],
    ["Previous message, next message", ["↑"], ["↓"]],
    ["Reply to a message", ["R"]],
    ["Back to the message box", ["Esc"]],
  ],
  "While editing": [
    ["Save", ["Enter"]],
    ["New line", ["Shift", "Enter"]],
    ["Cancel", ["Esc"]],
  ],
};

const combination = (keys) => `<span class="keys-way">${keys.map((key) => `<kbd translate="no">${key}</kbd>`).join("")}</span>`;

const row = ([what, ...ways]) => `<div><dt>${what}</dt><dd>${ways.map(combination).join("")}</dd></div>`;

const group = ([title, rows]) => `<section><h3>${title}</h3><dl>${rows.map(row).join("")}</dl></section>`;

const SETTINGS = [notifications];

const setting = `<div class="keys-setting" hidden><p></p><button type="button"></button></div>`;

const TEMPLATE = `
  <header class="dialog-head"><h2>Keyboard shortcuts</h2><button type="button" class="quiet dialog-close" aria-label="Close">✕</button></header>
  <div class="keys-groups" tabindex="0">${Object.entries(KEYS).map(group).join("")}</div>
  <footer class="keys-settings">${SETTINGS.map(() => setting).join("")}</footer>`;

let dialog = null;

function make() {
  dialog = makeDialog("keys", "Keyboard shortcuts", TEMPLATE);
  for (const [{ showSetting, toggleSetting }, element] of settings()) {
    element.querySelector("button").addEventListener("click", async () => {
      await toggleSetting();
      showSetting(element);
    });
  }
}

const settings = () => [...dialog.querySelectorAll(".keys-setting")].map((element, index) => [SETTINGS[index], element]);

export function toggleShortcutHelp() {
  if (!dialog) make();
  for (const [{ showSetting }, element] of settings()) showSetting(element);
  if (toggle(dialog)) dialog.querySelector(".keys-groups").focus();
}
