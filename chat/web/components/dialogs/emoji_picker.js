// The emoji picker: search by name or shortcode, or choose from all, recent ones first. A combobox over a grid. Loaded when it is opened.
import * as storage from "browser_storage";
import { Combobox, GRID_KEYS } from "combobox";
import { makeDialog, toggle } from "dialog";
import { findEmoji, makeEntries } from "emoji_search";
import { supported } from "emoji_support";
import { isTouch } from "keyboard";

const KEY = "streamchat:emoji";
const MAX_RECENT = 16;
const DEFAULTS = ["👍", "❤️", "😂", "🎉", "😮", "🙏", "👀", "✅"]; // until somebody has chosen others
const MAX_FOUND = 64; // by a name; a letter more finds the others
const GAP = 6; // px between the button and the dialog
const MARGIN = 8; // px between the dialog and the window's edges

const TEMPLATE = `
  <input class="switcher-box" type="text" role="combobox" aria-expanded="true" aria-controls="emoji-list"
         aria-autocomplete="list" aria-label="Emoji" placeholder="Find an emoji" autocomplete="off" spellcheck="false"
         enterkeyhint="go">
  <div class="emoji-list" id="emoji-list" role="listbox" aria-label="Emoji" tabindex="-1"></div>
  <p class="switcher-none" role="status"></p>`;

class EmojiPicker {
  // `groups` is the file of emoji: [{ name, emoji: [[emoji, its name, other words], …] }, …].
  constructor(groups) {
    const all = groups.flatMap(({ emoji }) => emoji);
    const shown = new Set(supported(all.map(([one]) => one)));
    this.groups = groups.map(({ name, emoji }) => ({ name, emoji: emoji.map(([one]) => one).filter((one) => shown.has(one)) }));
    this.names = new Map(all.filter(([one]) => shown.has(one)));
    this.entries = makeEntries(all.filter(([one]) => shown.has(one)));
    this.dialog = makeDialog("emoji", "Add reaction", TEMPLATE);
    const [box, list, note] = this.dialog.children;
    this.note = note;
    box.autofocus = !isTouch;
    list.autofocus = isTouch;
    this.combobox = new Combobox({
      box,
      list,
      search: (text) => this.search(text),
      pick: (option) => this.pick(option.textContent),
      keys: GRID_KEYS,
    });
    this.dialog.addEventListener("close", () => this.returnFocusTo?.focus({ preventScroll: true }));
  }

  // Opens beside a rectangle of the window, or closes if it is open. `name` says what for; `returnFocusTo` gets the focus
  // afterwards, or else the composer; `onPick` is called with the emoji.
  toggle(rectangle, { name, onPick, returnFocusTo }) {
    this.combobox.clear(); // before it opens: an empty list cannot have the focus
    if (!toggle(this.dialog)) return;
    this.dialog.setAttribute("aria-label", name);
    Object.assign(this, { onPick, returnFocusTo });
    this.moveTo(rectangle);
  }

  // Below the rectangle or, where there is no room, above it. On a phone the style sheet says where.
  moveTo({ top, bottom, right }) {
    const { offsetWidth: width, offsetHeight: height } = this.dialog;
    const isRoomBelow = bottom + GAP + height <= innerHeight - MARGIN;
    const y = isRoomBelow ? bottom + GAP : Math.max(MARGIN, top - GAP - height);
    this.dialog.style.setProperty("--dialog-left", `${Math.max(MARGIN, right - width)}px`);
    this.dialog.style.setProperty("--dialog-top", `${y}px`);
  }

  pick(emoji) {
    const others = this.recent().filter((other) => other !== emoji);
    storage.set(KEY, JSON.stringify([emoji, ...others].slice(0, MAX_RECENT)));
    this.dialog.close();
    this.onPick(emoji);
  }

  recent() {
    try {
      const chosen = JSON.parse(storage.get(KEY)).filter((emoji) => this.names.has(emoji));
      return [...chosen, ...DEFAULTS.filter((emoji) => !chosen.includes(emoji))].slice(0, MAX_RECENT);
    } catch {
      return DEFAULTS; // nothing chosen yet, or something else has written there
    }
  }

  search(text) {
    const sections = text.trim() ? this.find(text) : this.all();
    this.note.textContent = sections.length ? "" : "No emoji found.";
    return sections;
  }

  all() {
    const groups = this.groups.map(({ name, emoji }) => this.makeGroup(name, emoji));
    return [this.makeGroup("Recent", this.recent()), ...groups];
  }

  find(text) {
    const found = findEmoji(text, this.entries, this.recent());
    return found.length ? [this.makeGroup("Found", found.slice(0, MAX_FOUND))] : [];
  }

  makeGroup(name, emoji) {
    const group = document.createElement("section");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    group.dataset.name = name;
    group.append(...emoji.map((one) => this.makeOption(one)));
    return group;
  }

  makeOption(emoji) {
    const option = document.createElement("span");
    option.setAttribute("role", "option");
    option.translate = false;
    option.setAttribute("aria-label", this.names.get(emoji));
    option.title = this.names.get(emoji);
    option.textContent = emoji;
    return option;
  }
}

let picker = null;

// Returns the picker once it is there. `address` is the file of emoji.
export async function loadEmojiPicker(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const groups = await response.json();
  picker ??= new EmojiPicker(groups);
  return picker;
}
