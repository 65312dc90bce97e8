// Arrow keys go from message to message, Escape back to the box.
import { onKeys } from "keyboard";

function focusRow(event, row) {
  if (!row?.dataset.key) return;
  event.preventDefault();
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function listenToRowKeys(list, leave) {
  onKeys(list, (event) => {
    const { target: row, key } = event;
    if (row === list && key === "ArrowUp") return focusRow(event, [...list.querySelectorAll(":scope > [data-key]")].at(-1));
    if (row.parentElement !== list || !row.dataset.key) return;
    if (key === "ArrowUp") focusRow(event, row.previousElementSibling);
    else if (key === "ArrowDown") focusRow(event, row.nextElementSibling);
    else if (key === "Escape") leave();
  });
}
