// The room switcher: a combobox over the rooms of the sidebar.
import { Combobox } from "combobox";
import { roomLinks } from "current_room";
import { makeDialog, toggle } from "dialog";
import { rank } from "fuzzy_rank";

const MAX_OPTIONS = 50; // shown at once; a letter more finds the others

const TEMPLATE = `
  <input class="switcher-box" type="text" role="combobox" aria-expanded="true" aria-controls="switcher-list"
         aria-autocomplete="list" aria-label="Room" placeholder="Go to a room" autocomplete="off" spellcheck="false"
         enterkeyhint="go">
  <ul class="switcher-list" id="switcher-list" role="listbox" aria-label="Rooms"></ul>
  <p class="switcher-none" role="status"></p>
  <p class="switcher-more"><a href="/rooms/archived" target="_self">Archived rooms</a></p>`;

class RoomSwitcher {
  constructor() {
    this.dialog = makeDialog("switcher", "Go to a room", TEMPLATE);
    const [box, list, note] = this.dialog.children;
    this.note = note;
    this.combobox = new Combobox({
      box,
      list,
      search: (text) => this.search(text),
      pick: (option) => this.open(option.dataset.room),
    });
  }

  search(text) {
    const links = roomLinks();
    const found = rank(text, links.map((link) => link.querySelector(".room-name").textContent));
    this.note.textContent = found.length ? "" : "No rooms found.";
    return found.slice(0, MAX_OPTIONS).map((index) => makeOption(links[index]));
  }

  // By the sidebar's own link, so that there is one way from room to room.
  open(linkId) {
    this.dialog.close();
    document.getElementById(linkId)?.click();
  }

  toggle() {
    if (!toggle(this.dialog)) return;
    this.combobox.clear();
    this.combobox.box.focus();
  }
}

function makeOption(link) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.dataset.room = link.id;
  option.dataset.kind = link.dataset.kind;
  for (const part of link.children) option.append(part.cloneNode(true));
  if (link.hasAttribute("aria-current")) option.dataset.current = "";
  return option;
}

let switcher = null;

export function toggleRoomSwitcher() {
  switcher ??= new RoomSwitcher();
  switcher.toggle();
}
