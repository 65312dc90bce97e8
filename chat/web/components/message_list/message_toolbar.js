// The buttons that act on a message: one toolbar, moved from row to row; one for each row would double a row's cost.

const ICON_EDIT = '<path d="M11 2.5 13.5 5 5.5 13H3v-2.5z"/>';
const ICON_DELETE = '<path d="M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5 5 13.5h6l.5-9"/>';
const ICON_REACT = '<circle cx="8" cy="8" r="5.7"/><path d="M5.6 9.4a2.8 2.8 0 0 0 4.8 0M6.1 6.3v.3M9.9 6.3v.3"/>';

export class MessageToolbar {
  // Each handler gets the row; `react` also the button, and whether it was pressed by a key.
  constructor(handlers) {
    this.element = document.createElement("div");
    this.element.className = "message-toolbar";
    this.element.dataset.keep = "";
    this.editButton = this.addButton("Edit message", ICON_EDIT, () => handlers.edit(this.row));
    this.deleteButton = this.addButton("Delete message", ICON_DELETE, () => this.askOrDelete(handlers.delete));
    // Last, since the toolbar stands at the right: on every row it is in the same place.
    this.reactButton = this.addButton("Add reaction", ICON_REACT, ({ detail: clicks }) =>
      handlers.react(this.row, this.reactButton, clicks === 0),
    );
  }

  get row() {
    return this.element.parentElement;
  }

  addButton(label, icon, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${icon}</svg>`;
    button.addEventListener("click", onClick);
    this.element.append(button);
    return button;
  }

  show(row, { canEdit, canDelete, canReact }) {
    this.hide();
    this.editButton.hidden = !canEdit;
    this.deleteButton.hidden = !canDelete;
    this.reactButton.hidden = !canReact;
    if (canEdit || canDelete || canReact) row.append(this.element);
  }

  hide() {
    if (this.isHiding || !this.element.isConnected) return;
    this.isHiding = true; // removing a focused button makes `focusout`, whose listener calls this again
    this.deleteButton.removeAttribute("data-confirm");
    this.element.remove();
    this.isHiding = false;
  }

  // The first press asks, the second deletes.
  askOrDelete(deleteMessage) {
    if (this.deleteButton.dataset.confirm) deleteMessage(this.row);
    else this.deleteButton.dataset.confirm = "Delete?";
  }
}
