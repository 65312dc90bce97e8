// Who is pressed, by click, touch or key, and opening their card: names and pictures of messages, mentions, and whatever
// else is a link or a button with `data-person`.
import { focusComposer, openOnDemand, toggle } from "dialog";
import { followLink } from "follow_link";
import { onKeys } from "keyboard";

const NAME = ":scope > b";

function rowOf(target) {
  const row = target.closest?.("[data-author][data-key]");
  return row?.querySelector(NAME) ? row : null;
}

// The picture is drawn by the style sheet, in front of the row's first line.
function isOnPicture(row, { clientX, clientY }) {
  if (row.hasAttribute("data-grouped")) return false;
  const { left, top } = row.querySelector(NAME).getBoundingClientRect();
  const size = row.dataset.initials ? Number.parseFloat(getComputedStyle(row, "::after").height) || 0 : 0;
  return clientX < left && clientY > top - 4 && clientY < top + size + 4;
}

function authorPressed(event) {
  const row = rowOf(event.target);
  if (!row) return null;
  const isName = event.target.closest("b") === row.querySelector(NAME);
  return isName || (event.target === row && isOnPicture(row, event)) ? row.dataset.author : null;
}

function linkPressed(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  return event.target.closest?.("a[data-person], button[data-person]")?.dataset.person;
}

const notify = (message) => Quasar.Notify.create({ message, type: "negative", position: "top" });

// Opens the direct room here, without loading a page.
async function writeTo(event, dialog) {
  const form = event.target;
  event.preventDefault();
  try {
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) });
    if (!response.ok || response.redirected) throw new Error(response.status);
    const { path } = await response.json();
    dialog.close();
    followLink(path);
    focusComposer();
  } catch (error) {
    console.warn(error);
    notify("The message could not be started. Please try again.");
  }
}

function open(id) {
  const show = (dialog) => dialog.open || toggle(dialog);
  const shown = (dialog) => dialog.dispatchEvent(new CustomEvent("people:shown", { bubbles: true }));
  openOnDemand("The profile", () => import("person_card"), (card) => card.openCard(id, { open: show, message: writeTo, shown, failed: notify }));
}

function pressed(event) {
  const id = linkPressed(event) ?? authorPressed(event);
  if (!id) return;
  event.preventDefault();
  open(id);
}

function keyPressed(event) {
  const row = rowOf(event.target);
  if (!row || event.target !== row.querySelector(NAME) || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  open(row.dataset.author);
}

// The name in the row that has the focus is a stop of the Tab key; of all others it would be hundreds.
function focused({ target }) {
  const name = rowOf(target)?.querySelector(NAME);
  for (const other of document.querySelectorAll(".message-list b[tabindex='0']")) if (other !== name) other.tabIndex = -1;
  if (name) name.tabIndex = 0;
}

export function listenToPeople(signal) {
  document.addEventListener("click", pressed, { signal });
  document.addEventListener("focusin", focused, { signal });
  onKeys(document, keyPressed, { signal });
}
