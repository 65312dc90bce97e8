// The dialog that asks of what in a room one wants to be told. Loaded when it is opened; what is chosen holds at once.
import { makeDialog, toggle } from "dialog";

const LEVELS = [
  ["everything", "Everything", "Every new message"],
  ["mentions", "Mentions", "Only when somebody mentions you or @room"],
  ["nothing", "Nothing", "Muted, and grey in the list of rooms"],
];

const choice = ([level, name, text]) => `
  <label class="level"><input type="radio" name="room-level" value="${level}">
    <span><strong>${name}</strong><span class="level-more" id="level-${level}">${text}</span></span></label>`;

const TEMPLATE = `
  <header class="dialog-head"><h2>Notifications</h2><button type="button" class="quiet dialog-close" aria-label="Close">✕</button></header>
  <fieldset class="levels"><legend>Tell me about <strong class="levels-room" translate="no"></strong></legend>${LEVELS.map(choice).join("")}</fieldset>
  <p class="levels-more"><a href="/settings/notifications">Do not disturb, this device, mail</a></p>`;

let dialog = null;
let open = null; // { level, choose }

function make() {
  dialog = makeDialog("levels-dialog", "Notifications", TEMPLATE);
  for (const radio of radios()) radio.setAttribute("aria-describedby", `level-${radio.value}`);
  dialog.addEventListener("change", ({ target }) => {
    if (!open.choose(target.value)) return check(open.level);
    open.level = target.value;
  });
}

const radios = () => [...dialog.querySelectorAll("[name='room-level']")];

function check(level) {
  for (const radio of radios()) radio.checked = radio.value === level;
}

// choose(level): returns whether it could be sent
export function openLevels({ name, level, choose }) {
  if (!dialog) make();
  open = { level, choose };
  dialog.querySelector(".levels-room").textContent = name;
  check(level);
  if (toggle(dialog)) dialog.querySelector(":checked").focus();
}
