// The dialog that lists all entries of the outbox, by room.
import { makeButton } from "button";
import { roomLinks } from "current_room";
import { makeDialog, toggle } from "dialog";
import { listenToOutbox } from "page_outbox";

const TEMPLATE = `
  <header class="dialog-head">
    <h2>Not sent yet</h2><button type="button" class="quiet dialog-close">Close</button>
  </header>
  <ul class="outbox-list" translate="no"></ul>
  <p class="outbox-none">Nothing is waiting.</p>`;

const NAMES = { send: "Message", edit: "Edit", delete: "Deletion", react: "Reaction", save: "Save for later" };

const roomName = (room) =>
  roomLinks().find(({ dataset }) => dataset.key === room)?.querySelector(".room-name").textContent ?? "A room that is not in the list";

function makeItem(entry, outbox) {
  const { clientId, room, action, args, error } = entry;
  const item = document.createElement("li");
  item.dataset.clientId = clientId;
  item.innerHTML = '<a></a> <span class="outbox-state"></span><div class="outbox-text" dir="auto"></div>';
  const [link, state, text] = item.children;
  link.href = `/rooms/${room}`;
  link.textContent = roomName(room);
  state.textContent = `${NAMES[action]}: ${error ?? (entry.wasSent ? "being sent" : "waiting")}`;
  text.textContent = [args.emoji, args.body ?? entry.about].filter(Boolean).join(" ");
  item.toggleAttribute("data-refused", Boolean(error));
  if (error) item.append(makeButton("Retry", () => outbox.retry(clientId)));
  if (error || !entry.wasSent) item.append(makeButton("Discard", () => outbox.discard(clientId)));
  return item;
}

let dialog = null;

function makeOutboxDialog(outbox) {
  dialog = makeDialog("outbox", "Not sent yet", TEMPLATE);
  dialog.addEventListener("click", ({ target }) => target.closest("a") && dialog.close());
  listenToOutbox({ changed: () => dialog.open && show(outbox) });
}

function show(outbox) {
  const state = outbox.entries.map(({ clientId, error, wasSent }) => `${clientId} ${error} ${wasSent}`).join("\n");
  if (dialog.dataset.state === state) return; // its buttons may have the focus
  dialog.dataset.state = state;
  dialog.querySelector("ul").replaceChildren(...outbox.entries.map((entry) => makeItem(entry, outbox)));
}

export function showOutboxList(outbox) {
  if (!dialog) makeOutboxDialog(outbox);
  show(outbox);
  toggle(dialog);
}
