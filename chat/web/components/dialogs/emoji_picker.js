// The emoji picker: search by name, or choose from all, recent ones first. A combobox over a grid.
import * as storage from "browser_storage";
import { rank } from "fuzzy_rank";
import { onKeys } from "keyboard";
import { makeDialog, toggle } from "dialog";

const KEY = "streamchat:emoji";
const LATELY = 16; // of which the first ones are a beginning, for who has chosen none yet
const BEGINNING = ["👍", "❤️", "😂", "🎉", "😮", "🙏", "👀", "✅"];
const MOST = 64; // found by a name; a letter more finds the others

const TEMPLATE = `
  <input class="switcher-box" type="text" role="combobox" aria-expanded="true" aria-controls="emoji-list"
         aria-autocomplete="list" aria-label="Emoji" placeholder="Find an emoji" autocomplete="off" spellcheck="false"
         enterkeyhint="go">
  <div class="emoji-list" id="emoji-list" role="listbox" aria-label="Emoji" tabindex="-1"></div>
  <p class="switcher-none" role="status"></p>`;

const isTouch = window.matchMedia("(pointer: coarse)").matches; // there a focused box opens the keyboard

let dialog = null;
let box, list, none;
let groups = null; // [[name, [emoji, …]], …]
let names = null; // emoji → its name
let options = []; // as shown
let chosen = 0;
let done = () => {};
let back = null; // where the focus belongs afterwards, if not in the composer

function lately() {
  try {
    const known = JSON.parse(storage.get(KEY)).filter((emoji) => names.has(emoji));
    return [...known, ...BEGINNING.filter((emoji) => !known.includes(emoji))].slice(0, LATELY);
  } catch {
    return BEGINNING; // nothing chosen yet, or something else has written there
  }
}

function remember(emoji) {
  const others = lately().filter((other) => other !== emoji);
  storage.set(KEY, JSON.stringify([emoji, ...others].slice(0, LATELY)));
}

function option(emoji) {
  const element = document.createElement("span");
  element.setAttribute("role", "option");
  element.translate = false;
  element.setAttribute("aria-label", names.get(emoji));
  element.title = names.get(emoji);
  element.textContent = emoji;
  return element;
}

function group(name, emoji) {
  const element = document.createElement("section");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", name);
  element.dataset.name = name;
  element.append(...emoji.map(option));
  return element;
}

function choose(index) {
  options[chosen]?.removeAttribute("aria-selected");
  options[chosen]?.removeAttribute("id");
  chosen = index;
  const element = options[chosen];
  if (!element) return box.removeAttribute("aria-activedescendant");
  element.setAttribute("aria-selected", "true");
  element.id = "emoji-chosen";
  box.setAttribute("aria-activedescendant", element.id);
  element.scrollIntoView({ block: "nearest" });
}

function show(sections) {
  list.replaceChildren(...sections);
  list.scrollTop = 0;
  options = [...list.querySelectorAll("[role=option]")];
  none.textContent = options.length ? "" : "No emoji found.";
  choose(0);
}

function search() {
  if (!box.value.trim()) return show([group("Recent", lately()), ...groups.map(([name, emoji]) => group(name, emoji))]);
  const known = lately().length;
  const all = [...new Set([...lately(), ...names.keys()])];
  const found = rank(box.value, all.map((emoji) => names.get(emoji)));
  found.sort((a, b) => (b < known) - (a < known)); // "heart" means the red one, if that is what they use
  show(found.length ? [group("Found", found.slice(0, MOST).map((at) => all[at]))] : []);
}

// The one nearest below or above, in whatever group it is.
function beyond(direction) {
  const here = options[chosen];
  const away = (element) => Math.abs(element.offsetLeft - here.offsetLeft);
  let best = chosen;
  for (let at = chosen + direction; options[at]; at += direction) {
    if (options[at].offsetTop === here.offsetTop) continue;
    if (best !== chosen && options[at].offsetTop !== options[best].offsetTop) break;
    if (best === chosen || away(options[at]) < away(options[best])) best = at;
  }
  return best;
}

const STEPS = {
  ArrowRight: () => Math.min(chosen + 1, options.length - 1),
  ArrowLeft: () => Math.max(chosen - 1, 0),
  ArrowDown: () => beyond(1),
  ArrowUp: () => beyond(-1),
};

function pressed(event) {
  if (event.key in STEPS) choose(STEPS[event.key]());
  else if (event.key === "Enter") take(options[chosen]);
  else return;
  event.preventDefault();
}

function take(element) {
  if (!element) return;
  remember(element.textContent);
  dialog.close();
  done(element.textContent);
}

async function make(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const all = await answer.json();
  groups = all.map(({ name, emoji }) => [name, emoji.map(([one]) => one)]);
  names = new Map(all.flatMap(({ emoji }) => emoji));
  dialog = makeDialog("emoji", "Add reaction", TEMPLATE);
  [box, list, none] = dialog.children;
  box.autofocus = !isTouch;
  list.autofocus = isTouch;
  box.addEventListener("input", search);
  onKeys(dialog, pressed);
  dialog.addEventListener("close", () => back?.focus({ preventScroll: true }));
  list.addEventListener("click", ({ target }) => take(target.closest("[role=option]")));
}

// Above or below what it was asked for by, and within the window; on a phone where its style sheet puts it.
function stand(near) {
  const { top, bottom, right } = near;
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const below = bottom + 6 + height <= innerHeight - 8 ? bottom + 6 : Math.max(8, top - 6 - height);
  dialog.style.setProperty("--dialog-left", `${Math.max(8, right - width)}px`);
  dialog.style.setProperty("--dialog-top", `${below}px`);
}

// By a button, whose place the dialog stands beside; `row` has the focus afterwards, for who goes by keys.
export async function pickEmoji(address, button, row, onPick) {
  const near = button.getBoundingClientRect(); // now: it may be gone once the list has come
  try {
    if (!dialog) await make(address);
  } catch {
    return Quasar.Notify.create({ message: "The emoji could not be loaded. Please try again.", type: "negative", position: "top" });
  }
  box.value = "";
  search(); // first: what is empty cannot have the focus
  if (!toggle(dialog)) return;
  [done, back] = [onPick, row];
  stand(near);
}
