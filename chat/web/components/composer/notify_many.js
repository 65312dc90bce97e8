// Asks before a message tells very many people: everybody in a large room, by `@room`. Loaded then.
import { makeDialog, toggle } from "dialog";

const TEMPLATE = `
  <div class="notify-many-text">
    <h2></h2>
    <p>With @room, everybody in this room is told of your message.</p>
  </div>
  <div class="notify-many-buttons">
    <button type="button" class="plain-button dialog-close">Cancel</button>
    <button type="button" class="notify-many-send">Notify everybody</button>
  </div>`;

let dialog = null;
let send = null;

function make() {
  dialog = makeDialog("notify-many", "Notify many people?", TEMPLATE);
  dialog.querySelector(".notify-many-send").addEventListener("click", () => {
    dialog.close();
    send();
  });
}

// people: how many, as a text
export function askToNotify(people, onSend) {
  if (!dialog) make();
  send = onSend;
  const question = `Notify ${people} people?`;
  dialog.querySelector("h2").textContent = question;
  dialog.setAttribute("aria-label", question);
  toggle(dialog);
}
