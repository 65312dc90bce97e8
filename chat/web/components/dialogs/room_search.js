// What searches in the room switcher: a combobox over the rooms of the sidebar. Loaded when that is opened.
import { Combobox } from "combobox";
import { roomLinks } from "current_room";
import { rank } from "fuzzy_rank";

const MAX_OPTIONS = 50; // shown at once; a letter more finds the others

// Makes the combobox of the switcher's dialog.
export function searchRooms(dialog) {
  const [box, list, note] = dialog.children;
  const search = (text) => {
    const found = find(text);
    note.textContent = found.length ? "" : "No rooms found.";
    return found.slice(0, MAX_OPTIONS).map(makeOption);
  };
  // By the sidebar's own link, so that there is one way from room to room.
  const pick = (option) => {
    dialog.close();
    document.getElementById(option.dataset.room)?.click();
  };
  return new Combobox({ box, list, search, pick });
}

function find(text) {
  const links = roomLinks();
  const found = rank(text, links.map((link) => link.querySelector(".room-name").textContent));
  return found.map((index) => links[index]);
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
