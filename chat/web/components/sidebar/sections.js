// The sections of the sidebar, which can be collapsed: what is collapsed is hidden by the style sheet, but for the room
// that is shown and what is unread. Each browser remembers it.
import { get, set } from "browser_storage";

const KEY = "streamchat:collapsed";

export class Sections {
  #nav;

  constructor(nav) {
    this.#nav = nav;
    nav.dataset.collapsed = get(KEY) ?? "";
    this.show();
    nav.addEventListener("click", ({ target }) => {
      const button = target.closest(".section-button");
      if (button) this.#toggle(button.dataset.section);
    });
  }

  get #collapsed() {
    return new Set(this.#nav.dataset.collapsed.split(" ").filter(Boolean));
  }

  #toggle(section) {
    const collapsed = this.#collapsed;
    if (!collapsed.delete(section)) collapsed.add(section);
    this.#nav.dataset.collapsed = [...collapsed].join(" ");
    set(KEY, this.#nav.dataset.collapsed);
    this.show();
  }

  // The server draws them expanded.
  show() {
    const collapsed = this.#collapsed;
    for (const button of this.#nav.querySelectorAll(".section-button")) {
      button.setAttribute("aria-expanded", String(!collapsed.has(button.dataset.section)));
    }
  }
}
