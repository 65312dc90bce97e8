// Buttons that scripts make.

export const UNDO_TIME = 8000; // ms

export function makeButton(label, onClick, className = "") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  button.addEventListener("click", onClick);
  return button;
}

// Says that something was done, which can be taken back for some seconds.
export function offerUndo(message, undo) {
  const actions = [{ label: "Undo", color: "white", handler: undo }];
  Quasar.Notify.create({ message, actions, timeout: UNDO_TIME, position: "top" });
}
