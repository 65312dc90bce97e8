// The emoji picker: search by name or shortcode, or choose from all, recent ones first. A combobox over a grid. Loaded when it is opened.
import { Combobox, GRID_KEYS } from "combobox";
import { makeDialog, toggle } from "dialog";
import { loadEmoji } from "emoji_list";
import { findEmoji } from "emoji_search";
import { isTouch } from "keyboard";

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
  // list: as in emoji_list.js
  constructor(list) {
    this.emoji = list;
    this.dialog = makeDialog("emoji", "Add reaction", TEMPLATE);
    const [box, grid, note] = this.dialog.children;
    this.note = note;
    box.autofocus = !isTouch;
    grid.autofocus = isTouch;
    this.combobox = new Combobox({
      box,
      list: grid,
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
    this.emoji.choose(emoji);
    this.dialog.close();
    this.onPick(emoji);
  }

  search(text) {
    const sections = text.trim() ? this.find(text) : this.all();
    this.note.textContent = sections.length ? "" : "No emoji found.";
    return sections;
  }

  all() {
    const groups = this.emoji.groups.map(({ name, emoji }) => this.makeGroup(name, emoji));
    return [this.makeGroup("Recent", this.emoji.recent()), ...groups];
  }

  find(text) {
    const found = findEmoji(text, this.emoji.entries, this.emoji.recent());
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
    option.setAttribute("aria-label", this.emoji.names.get(emoji));
    option.title = this.emoji.names.get(emoji);
    option.textContent = emoji;
    return option;
  }
}

let picker = null;

// Returns the picker once it is there. `address` is the file of emoji.
export async function loadEmojiPicker(address) {
  const list = await loadEmoji(address);
  picker ??= new EmojiPicker(list);
  return picker;
}
