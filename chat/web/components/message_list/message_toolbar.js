// The buttons that act on a message: one toolbar, moved from row to row; one for each row would double a row's cost.
import { isTouch } from "keyboard";

// `isOffered` is asked for a row: whether it is the viewer's own, whether the room is archived, whether the viewer
// moderates. `confirm` is what the button says before it acts; `done` is told once it has worked.
const TOOLS = [
  {
    action: "edit",
    label: "Edit message",
    icon: '<path d="M11 2.5 13.5 5 5.5 13H3v-2.5z"/>',
    isOffered: ({ isMine, isArchived }) => isMine && !isArchived,
  },
  {
    action: "delete",
    label: "Delete message",
    icon: '<path d="M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5 5 13.5h6l.5-9"/>',
    confirm: "Delete?",
    isOffered: ({ isMine, moderates }) => isMine || moderates,
  },
  {
    action: "save",
    label: "Save for later",
    icon: '<path d="M4.5 2.5h7v11L8 10.5l-3.5 3z"/>',
    done: "Saved for later.",
    isOffered: () => true,
  },
  {
    action: "unread",
    label: "Mark unread from here",
    icon: '<path d="M2.5 4.5h11v8h-8l-3 2z"/><circle cx="13" cy="4" r="2" fill="currentColor"/>',
    isOffered: ({ isMine }) => !isMine,
  },
  {
    // Last, since the toolbar stands at the right: on every row it is in the same place.
    action: "react",
    label: "Add reaction",
    icon: '<circle cx="8" cy="8" r="5.7"/><path d="M5.6 9.4a2.8 2.8 0 0 0 4.8 0M6.1 6.3v.3M9.9 6.3v.3"/>',
    isOffered: ({ isArchived }) => !isArchived,
  },
];

export class MessageToolbar {
  // `circumstancesOf(row)` says who looks at which message, for `isOffered`, and whether it is being edited.
  // `act(row, action)` does what needs nothing more; an action that does has a handler of its own name, which gets the
  // row, the button, and whether it was pressed by a key.
  constructor(circumstancesOf, handlers) {
    this.circumstancesOf = circumstancesOf;
    this.handlers = handlers;
    this.element = document.createElement("div");
    this.element.className = "message-toolbar";
    this.element.dataset.keep = "";
    this.buttons = TOOLS.map((tool) => this.addButton(tool));
  }

  tool(action) {
    return TOOLS.find((tool) => tool.action === action);
  }

  get row() {
    return this.element.parentElement;
  }

  addButton(tool) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", tool.label);
    button.title = tool.label;
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${tool.icon}</svg>`;
    button.addEventListener("click", ({ detail: clicks }) => this.press(tool, button, clicks === 0));
    this.element.append(button);
    return button;
  }

  // Stands in the row of a list that the pointer or the focus is in.
  listenTo(list) {
    const offer = ({ target }) => {
      const row = target.closest?.("[data-key]");
      if (row?.parentElement === list && row !== this.row) this.offer(row);
    };
    list.addEventListener("mouseover", offer);
    // On a touch screen it stays until another row is tapped; some browsers make up mouse events after a tap.
    if (!isTouch) list.addEventListener("mouseleave", () => this.hide());
    list.addEventListener("focusin", offer);
    list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!list.contains(relatedTarget)) this.hide();
    });
  }

  offer(row) {
    const circumstances = this.circumstancesOf(row);
    if (circumstances.isEditing) this.hide();
    else this.show(row, circumstances);
  }

  show(row, circumstances) {
    this.hide();
    TOOLS.forEach((tool, index) => {
      this.buttons[index].hidden = !tool.isOffered(circumstances);
    });
    if (this.buttons.some((button) => !button.hidden)) row.append(this.element);
  }

  hide() {
    if (this.isHiding || !this.element.isConnected) return;
    this.isHiding = true; // removing a focused button makes `focusout`, whose listener calls this again
    for (const button of this.buttons) button.removeAttribute("data-confirm");
    this.element.remove();
    this.isHiding = false;
  }

  // Where there is something to confirm, the first press asks and the second acts.
  press(tool, button, isByKey) {
    const isConfirmed = !tool.confirm || button.hasAttribute("data-confirm");
    if (!isConfirmed) {
      button.dataset.confirm = tool.confirm;
      return;
    }
    button.removeAttribute("data-confirm");
    if (this.handlers[tool.action]) this.handlers[tool.action](this.row, button, isByKey);
    else this.handlers.act(this.row, tool.action);
  }
}
