// The room switcher: a dialog to search rooms in. Its box is there at once, for what is typed next; what searches is
// loaded when it is opened.
import { makeDialog, toggle } from "dialog";
import { onKeys } from "keyboard";

const TEMPLATE = `
  <input class="switcher-box" type="text" role="combobox" aria-expanded="true" aria-controls="switcher-list"
         aria-autocomplete="list" aria-label="Room" placeholder="Go to a room" autocomplete="off" spellcheck="false"
         enterkeyhint="go">
  <ul class="switcher-list" id="switcher-list" role="listbox" aria-label="Rooms"></ul>
  <p class="switcher-none" role="status"></p>
  <p class="switcher-more"><a href="/rooms/archived" target="_self">Archived rooms</a></p>`;

const CHOOSING = ["ArrowDown", "ArrowUp", "Enter"];

class RoomSwitcher {
  constructor() {
    this.dialog = makeDialog("switcher", "Go to a room", TEMPLATE);
    [this.box, this.list, this.note] = this.dialog.children;
    this.search = null; // a combobox, once it has been loaded
    this.forgetKeys();
    this.box.addEventListener("input", () => this.load());
    onKeys(this.box, (event) => this.search ?? this.keepKey(event));
  }

  toggle() {
    if (!toggle(this.dialog)) return;
    this.box.value = "";
    this.box.focus();
    this.forgetKeys();
    this.search?.update();
    this.load();
  }

  // For when it has been loaded. Enter means what has been typed until then.
  keepKey(event) {
    if (!CHOOSING.includes(event.key)) return;
    event.preventDefault();
    if (!this.box.readOnly) this.keys.push(event);
    if (event.key === "Enter") this.box.readOnly = true;
    this.load();
  }

  forgetKeys() {
    this.keys = [];
    this.box.readOnly = false;
  }

  // Tried again with each opening, and each key, until it is there.
  async load() {
    if (this.search || this.isLoading) return;
    this.isLoading = true;
    this.note.textContent = "";
    const loaded = await import("room_search").catch((error) => console.warn(error));
    this.isLoading = false;
    if (loaded) this.begin(loaded.searchRooms(this.dialog));
    else this.note.textContent = "The search could not be loaded. Please try again.";
    this.forgetKeys();
  }

  // With what has been typed meanwhile.
  begin(search) {
    this.search = search;
    search.update();
    if (this.dialog.open) for (const event of this.keys) search.pressed(event);
  }
}

let switcher = null;

export function toggleRoomSwitcher() {
  switcher ??= new RoomSwitcher();
  switcher.toggle();
}
