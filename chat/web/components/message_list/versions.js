// What a message said before it was edited: a dialog with what the server keeps of that, asked for at each press.
import { makeDialog } from "dialog";
import { fullTime } from "local_time";
import { notify } from "notify";

const HTML =
  '<div class="dialog-head"><h2>Edits</h2><button type="button" class="quiet dialog-close" aria-label="Close">✕</button></div><div class="versions" tabindex="0"></div>';

let dialog = null;
let wanted = ""; // the newest press counts

async function open(key) {
  wanted = key;
  try {
    const response = await fetch(`/messages/${key}/versions`, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) throw new Error(response.status);
    const html = await response.text();
    if (wanted !== key) return;
    dialog ??= makeDialog("versions-dialog", "Edits", HTML);
    const list = dialog.querySelector(".versions");
    list.innerHTML = html;
    for (const time of list.querySelectorAll("time")) time.textContent = fullTime(Number(time.dataset.at));
    if (!dialog.open) dialog.showModal();
  } catch (error) {
    console.warn(error); // such as without a connection
    notify("The edits could not be loaded. Please try again.", "negative");
  }
}

export function listenToVersions(signal) {
  const press = ({ target }) => {
    const button = target.closest?.(".edited-button");
    if (button) open(button.closest("[data-key]").dataset.key);
  };
  document.addEventListener("click", press, { signal });
}
