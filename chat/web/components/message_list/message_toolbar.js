// The buttons that act on a message: one toolbar, moved from row to row; one for each row would double a row's cost.
import { onHold } from "hold";
import { isTouch } from "keyboard";
import { ACTIONS, drawIcon, IN_TOOLBAR, MORE, QUICK_REACTIONS } from "message_actions";
import { MessageMenu } from "message_menu";

export class MessageToolbar {
  // `prefix` is what ids of the list's parts begin with, unlike those of others on the page.
  // `circumstancesOf(row)` says who looks at which message, for `isOffered`, and whether it is being edited.
  // `act(row, action, args)` does what needs nothing more; an action that does has a handler of its own name, which gets
  // the row, where it was pressed as a rectangle of the window, and whether it was pressed by a key.
  constructor(prefix, circumstancesOf, handlers) {
    this.menuId = `${prefix}message-menu`;
    this.circumstancesOf = circumstancesOf;
    this.handlers = handlers;
    this.element = document.createElement("div");
    this.element.className = "message-toolbar";
    this.element.dataset.keep = "";
    const quick = Object.entries(QUICK_REACTIONS).slice(0, IN_TOOLBAR);
    this.quick = quick.map(([emoji, name]) => this.addQuick(emoji, name));
    this.tools = ACTIONS.filter(({ places }) => places.includes("toolbar"));
    this.buttons = this.tools.map((tool) => this.addTool(tool));
    this.more = this.addMore();
    this.menu = new MessageMenu(this.menuId, {
      press: (...pressed) => this.press(...pressed),
      reactTo: (row, emoji) => this.reactTo(row, emoji),
      closed: (row) => this.menuClosed(row),
    });
  }

  tool(action) {
    return ACTIONS.find((tool) => tool.action === action);
  }

  get row() {
    return this.element.parentElement;
  }

  addButton(label, html, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.innerHTML = html;
    button.addEventListener("click", press);
    this.element.append(button);
    return button;
  }

  addQuick(emoji, name) {
    const button = this.addButton(`React with ${name}`, emoji, () => this.reactTo(this.row, emoji));
    button.classList.add("quick-reaction");
    return button;
  }

  addTool(tool) {
    const press = ({ currentTarget, detail: clicks }) => this.press(tool, this.row, currentTarget.getBoundingClientRect(), clicks === 0);
    return this.addButton(tool.label, drawIcon(tool.icon), press);
  }

  addMore() {
    const button = this.addButton("More actions", drawIcon(MORE), () => this.openMenu(this.row));
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", this.menuId);
    return button;
  }

  // Stands in the row of a list that the pointer or the focus is in. The mouse and the focus that browsers make up for a
  // tap come before its click, which would then press a button that nobody has seen: a tap shows it once it has clicked.
  listenTo(list) {
    let isTapping = false;
    const offer = ({ target }) => {
      const row = target.closest?.("[data-key]");
      if (row?.parentElement === list && row !== this.row) this.offer(row);
    };
    const offerUntapped = (event) => isTapping || offer(event);
    const tapped = (event) => {
      if (isTapping) offer(event);
      isTapping = false;
    };
    list.addEventListener("pointerdown", ({ pointerType }) => {
      isTapping = pointerType !== "mouse";
    });
    list.addEventListener("pointercancel", () => {
      isTapping = false;
    });
    list.addEventListener("click", tapped);
    list.addEventListener("mouseover", offerUntapped);
    // On a touch screen it stays until another row is tapped.
    if (!isTouch) list.addEventListener("mouseleave", () => this.hide());
    list.addEventListener("focusin", offerUntapped);
    list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!list.contains(relatedTarget)) this.hide();
    });
    onHold(list, (target) => this.held(list, target));
  }

  // A reaction says whose it is, a message opens its menu; links and boxes are the browser's.
  held(list, target) {
    const row = target.closest("[data-key]");
    const chip = target.closest(".reactions > button");
    if (chip) return this.showNames(chip);
    if (row?.parentElement !== list || target.closest("a, button, textarea") || row.hasAttribute("data-deleted")) return false;
    return this.openMenu(row);
  }

  // Until the next press.
  showNames(chip) {
    chip.dataset.held = "";
    const hide = () => chip.removeAttribute("data-held");
    setTimeout(() => document.addEventListener("pointerdown", hide, { capture: true, once: true }));
  }

  // While its menu is open it stays where it is.
  offer(row) {
    if (this.menu.isOpen) return;
    const circumstances = this.circumstancesOf(row);
    if (circumstances.isEditing || circumstances.isEmpty) this.hide();
    else this.show(row, circumstances);
  }

  show(row, circumstances) {
    this.hide();
    this.tools.forEach((tool, index) => {
      this.buttons[index].hidden = !tool.isOffered(circumstances);
    });
    for (const button of this.quick) button.hidden = circumstances.isArchived;
    row.append(this.element);
  }

  hide() {
    if (this.isHiding || this.menu.isOpen || !this.element.isConnected) return;
    this.isHiding = true; // removing a focused button makes `focusout`, whose listener calls this again
    this.element.remove();
    this.isHiding = false;
  }

  remove() {
    this.menu.remove();
    this.hide();
  }

  openMenu(row) {
    const anchor = this.row === row ? this.more : row;
    this.menu.toggle(row, anchor.getBoundingClientRect(), this.circumstancesOf(row));
    this.more.setAttribute("aria-expanded", String(this.menu.isOpen));
  }

  // Once the focus is where it goes.
  menuClosed(row) {
    this.more.setAttribute("aria-expanded", "false");
    queueMicrotask(() => {
      if (!isTouch && this.row === row && !row.matches(":hover, :focus-within")) this.hide();
    });
  }

  // Once more takes it back.
  reactTo(row, emoji) {
    const chip = [...row.querySelectorAll(":scope > .reactions > button")].find(({ dataset }) => dataset.emoji === emoji);
    this.handlers.act(row, "react", { emoji, add: chip?.dataset.add ?? "true" });
  }

  press(tool, row, rectangle, isByKey) {
    if (this.handlers[tool.action]) this.handlers[tool.action](row, rectangle, isByKey);
    else this.handlers.act(row, tool.action, {});
  }
}
