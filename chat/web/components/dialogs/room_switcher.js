// The room switcher: a combobox over the rooms of the sidebar.
import { rank } from "fuzzy_rank";
import { onKeys } from "keyboard";
import { makeDialog, toggle } from "dialog";

const MOST = 50; // rooms shown at once; a letter more finds the others

const TEMPLATE = `
  <input class="switcher-box" type="text" role="combobox" aria-expanded="true" aria-controls="switcher-list"
         aria-autocomplete="list" aria-label="Room" placeholder="Go to a room" autocomplete="off" spellcheck="false"
         enterkeyhint="go">
  <ul class="switcher-list" id="switcher-list" role="listbox" aria-label="Rooms"></ul>
  <p class="switcher-none" role="status"></p>
  <p class="switcher-more"><a href="/rooms/archived" target="_self">Archived rooms</a></p>`;

let dialog = null;
let box, list, none;
let chosen = 0;

export const roomLinks = () => [...document.querySelectorAll("#rooms > a")];

const nameOf = (link) => link.querySelector(".room-name").textContent;

function option(link, index) {
  const element = document.createElement("li");
  element.id = `switcher-${index}`;
  element.setAttribute("role", "option");
  element.dataset.room = link.id;
  for (const part of link.children) element.append(part.cloneNode(true));
  if (link.hasAttribute("aria-current")) element.dataset.here = "";
  return element;
}

function choose(index) {
  const options = list.children;
  if (!options.length) return box.removeAttribute("aria-activedescendant");
  chosen = (index + options.length) % options.length;
  for (const [at, element] of [...options].entries()) element.setAttribute("aria-selected", String(at === chosen));
  box.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

function search() {
  const links = roomLinks();
  const found = rank(box.value, links.map(nameOf)).slice(0, MOST);
  list.replaceChildren(...found.map((at, index) => option(links[at], index)));
  none.textContent = found.length ? "" : "No rooms found.";
  choose(0);
}

// By the sidebar's own link, so that there is one way from room to room.
function go(element) {
  if (!element) return;
  dialog.close();
  document.getElementById(element.dataset.room)?.click();
}

function pressed(event) {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter") go(list.children[chosen]);
  else return;
  event.preventDefault();
}

function make() {
  dialog = makeDialog("switcher", "Go to a room", TEMPLATE);
  [box, list, none] = dialog.children;
  box.addEventListener("input", search);
  onKeys(box, pressed);
  list.addEventListener("click", ({ target }) => go(target.closest("li")));
}

export function toggleSwitcher() {
  if (!dialog) make();
  if (!toggle(dialog)) return;
  box.value = "";
  search();
  box.focus();
}
