// The edge of the sidebar: dragged, or moved by keys, it makes the list of rooms wider or narrower. Each browser remembers
// that in a cookie, so that its pages come with it and nothing jumps.
import { onKeys } from "keyboard";

const COOKIE = "streamchat-sidebar"; // as in server/appearance.py, which has the numbers, too
const [NARROWEST, USUAL, WIDEST] = [200, 260, 360]; // px
const STEP = 10; // px, by a key
const SECONDS = 400 * 24 * 3600; // as long as browsers keep a cookie

export const sidebarWidth = () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--sidebar"));

function remember(width) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: what replaces it is there on https only
  document.cookie = `${COOKIE}=${width}; Path=/; Max-Age=${SECONDS}; SameSite=Lax${secure}`;
}

export class SidebarEdge {
  #edge = document.createElement("div");
  #sidebar;
  #changed;

  // sidebar: what it is the edge of; changed(width): it is being moved
  constructor(sidebar, changed = () => {}) {
    this.#sidebar = sidebar;
    this.#changed = changed;
    this.#edge.className = "sidebar-edge";
    this.#edge.tabIndex = 0;
    const attributes = { role: "separator", "aria-orientation": "vertical", "aria-label": "Width of the sidebar" };
    Object.assign(attributes, { "aria-valuemin": NARROWEST, "aria-valuemax": WIDEST, title: "Drag to resize, double-click to reset" });
    for (const [name, value] of Object.entries(attributes)) this.#edge.setAttribute(name, value);
    this.#listen();
    this.#show(sidebarWidth());
    sidebar.append(this.#edge);
  }

  #listen() {
    this.#edge.addEventListener("pointerdown", (event) => this.#grab(event));
    this.#edge.addEventListener("pointermove", (event) => this.#drag(event));
    for (const event of ["pointerup", "pointercancel"]) this.#edge.addEventListener(event, () => this.#drop());
    this.#edge.addEventListener("dblclick", () => this.#set(USUAL));
    onKeys(this.#edge, (event) => this.#pressed(event));
  }

  #grab(event) {
    if (event.button) return;
    event.preventDefault(); // nothing is selected
    this.#edge.setPointerCapture(event.pointerId);
    this.#edge.dataset.held = "";
  }

  #drag({ clientX }) {
    if ("held" in this.#edge.dataset) this.#show(clientX - this.#sidebar.getBoundingClientRect().left);
  }

  #drop() {
    if (!("held" in this.#edge.dataset)) return;
    delete this.#edge.dataset.held;
    remember(sidebarWidth());
  }

  #pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const now = sidebarWidth();
    const width = { ArrowLeft: now - STEP, ArrowRight: now + STEP, Home: NARROWEST, End: WIDEST }[event.key];
    if (width === undefined) return;
    event.preventDefault();
    this.#set(width);
  }

  #set(width) {
    this.#show(width);
    remember(sidebarWidth());
  }

  #show(wanted) {
    const width = Math.round(Math.min(Math.max(wanted, NARROWEST), WIDEST));
    document.documentElement.style.setProperty("--sidebar", `${width}px`);
    this.#edge.setAttribute("aria-valuenow", width);
    this.#changed(width);
  }
}
