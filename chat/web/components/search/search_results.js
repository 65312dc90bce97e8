// The rows of what was found, each of which is a link to its message: times as this device shows them, and keys that lead
// from one to the other.
import { onKeys } from "keyboard";
import { fullTime, shortTime } from "local_time";

// Only one of them is a stop of the Tab key.
export function markResults(rows) {
  for (const row of rows) {
    const time = row.querySelector("time");
    time.dateTime = new Date(Number(time.dataset.at)).toISOString();
    time.textContent = shortTime(Number(time.dataset.at));
    time.title = fullTime(Number(time.dataset.at));
    row.tabIndex = row.previousElementSibling?.matches("[data-result]") ? -1 : 0;
  }
}

const beside = {
  ArrowDown: (row) => row.nextElementSibling,
  ArrowUp: (row) => row.previousElementSibling,
  Home: (row) => row.parentElement.querySelector("[data-result]"),
};

// leave(): above the first one
export function listenToResultKeys(list, { leave }) {
  list.addEventListener("focusin", ({ target }) => {
    if (!target.matches("[data-result]")) return;
    for (const row of list.querySelectorAll("[data-result]")) row.tabIndex = row === target ? 0 : -1;
  });
  onKeys(list, (event) => {
    const { target, key } = event;
    if (!target.matches("[data-result]") || !(key in beside)) return;
    event.preventDefault();
    const next = beside[key](target);
    if (next?.matches("[data-result]")) next.focus();
    else if (key === "ArrowUp") leave();
  });
}
