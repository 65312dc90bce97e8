// More actions: the menu of a message, one for all rows. On a phone it is a sheet at the bottom, with reactions on top.
import { ACTIONS, drawIcon, QUICK_REACTIONS } from "message_actions";

const GAP = 4; // px between the button and the menu

const INSIDE = ["menu", "sheet"];

export class MessageMenu {
  // id: of its element, for what opens it
  // press(tool, row, rectangle, isByKey): an item was chosen
  // reactTo(row, emoji): one of the reactions was
  // closed(row): it is closed
  constructor(id, handlers) {
    this.id = id;
    this.handlers = handlers;
    this.element = null; // made when it is opened first
    this.row = null; // whose menu it is, while it is open
    this.listening = new AbortController();
  }

  get isOpen() {
    return this.row !== null;
  }

  toggle(row, rectangle, circumstances) {
    if (this.isOpen) return this.close();
    this.element ??= this.#make();
    this.row = row;
    this.rectangle = rectangle;
    this.#reset();
    for (const [tool, item] of this.items) item.hidden = !tool.isOffered(circumstances);
    this.reactions.hidden = circumstances.isArchived;
    this.#move();
    this.element.showPopover();
    this.#firstItem()?.focus({ preventScroll: true });
    return undefined;
  }

  close() {
    this.element?.hidePopover();
  }

  // With the list that it belongs to.
  remove() {
    this.close();
    this.element?.remove();
    this.listening.abort();
  }

  // Where a menu opens below a button, or above one in the lower half of the window. On a phone the style sheet says where.
  #move() {
    const { top, bottom, right } = this.rectangle;
    const isBelow = top < innerHeight / 2;
    const { style } = this.element;
    style.setProperty("--menu-top", isBelow ? `${bottom + GAP}px` : "auto");
    style.setProperty("--menu-bottom", isBelow ? "auto" : `${innerHeight - top + GAP}px`);
    style.setProperty("--menu-right", `${Math.max(GAP, innerWidth - right)}px`);
  }

  #make() {
    const menu = document.createElement("div");
    menu.id = this.id;
    menu.className = "menu message-menu";
    menu.popover = "manual"; // a finger that is lifted after it has opened it would close another
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", "More actions");
    this.reactions = document.createElement("div");
    this.reactions.className = "message-menu-reactions";
    this.reactions.setAttribute("role", "group");
    this.reactions.setAttribute("aria-label", "Reactions");
    for (const [emoji, name] of Object.entries(QUICK_REACTIONS)) {
      this.#addItem(this.reactions, `React with ${name}`, emoji, () => this.handlers.reactTo(this.row, emoji));
    }
    menu.append(this.reactions);
    this.items = ACTIONS.filter(({ places }) => places.some((place) => INSIDE.includes(place))).map((tool) => [tool, this.#addTool(menu, tool)]);
    menu.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && this.#closed());
    document.body.append(menu);
    document.addEventListener("pointerdown", (event) => this.#pressedOutside(event), { capture: true, signal: this.listening.signal });
    return menu;
  }

  #addItem(parent, label, html, choose) {
    const item = document.createElement("button");
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.setAttribute("aria-label", label);
    item.tabIndex = -1;
    item.innerHTML = html;
    item.addEventListener("click", choose);
    parent.append(item);
    return item;
  }

  #addTool(menu, tool) {
    const html = `${drawIcon(tool.icon)}<span>${tool.label}</span>`;
    const item = this.#addItem(menu, tool.label, html, (event) => this.#choose(tool, item, event));
    item.dataset.tool = tool.action;
    item.dataset.places = tool.places.join(" ");
    return item;
  }

  // Where there is something to confirm, the first press asks and the second acts.
  #choose(tool, item, event) {
    if (tool.confirm && !item.hasAttribute("data-confirm")) {
      event.stopPropagation(); // the menu stays open
      item.dataset.confirm = "";
      item.querySelector("span").textContent = tool.confirm;
      item.setAttribute("aria-label", `${tool.label}: ${tool.confirm.toLowerCase()}`);
      return;
    }
    const { row, rectangle } = this;
    this.close();
    this.handlers.press(tool, row, rectangle, event.detail === 0);
  }

  #reset() {
    for (const [tool, item] of this.items) {
      delete item.dataset.confirm;
      item.querySelector("span").textContent = tool.label;
      item.setAttribute("aria-label", tool.label);
    }
  }

  #firstItem() {
    return [...this.element.querySelectorAll("[role='menuitem']")].find((item) => item.getClientRects().length);
  }

  #pressedOutside(event) {
    if (!this.isOpen || this.element.contains(event.target) || event.target.closest(`[aria-controls='${this.id}']`)) return;
    this.close();
  }

  #closed() {
    const { row } = this;
    this.row = null;
    this.handlers.closed(row);
  }
}
