// The list of rooms as one stop of the Tab key: arrows, Home and End move inside it.
import { currentRoom } from "current_room";
import { onKeys } from "keyboard";

const STOPS = "a:not(.section-add), button";

export const isShown = (element) => element.offsetHeight > 0;

export class RoomKeys {
  #nav;
  #stop = null; // what the Tab key leads to, where that is chosen by the focus

  constructor(nav) {
    this.#nav = nav;
    onKeys(nav, (event) => this.#pressed(event));
    nav.addEventListener("focusin", ({ target }) => this.#lead(target.closest("a, button")));
    nav.addEventListener("focusout", ({ relatedTarget }) => !nav.contains(relatedTarget) && this.#lead(null));
  }

  #stops() {
    return [...this.#nav.querySelectorAll(STOPS)].filter(isShown);
  }

  #lead(stop) {
    this.#stop = stop;
    this.show();
  }

  // To what has the focus, else to the room that is shown, else to what is first.
  show() {
    if (!this.#nav.contains(this.#stop)) this.#stop = null;
    const current = document.getElementById(`rooms-${currentRoom()}`);
    const stop = this.#stop ?? (current && isShown(current) ? current : this.#nav.querySelector(STOPS));
    for (const other of this.#nav.querySelectorAll("[tabindex='0']")) if (other !== stop) other.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
  }

  focusFirst() {
    this.#stops()[0]?.focus();
  }

  #pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = this.#next(event.key, event.target);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #next(key, target) {
    const heading = target.closest(".section");
    if (key === "ArrowRight") return heading?.querySelector(".section-add");
    if (key === "ArrowLeft") return heading?.querySelector(".section-button");
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(key)) return null;
    const stops = this.#stops();
    const here = stops.indexOf(heading?.querySelector(".section-button") ?? target.closest("a, button"));
    const index = { ArrowDown: Math.min(here + 1, stops.length - 1), ArrowUp: Math.max(here - 1, 0), Home: 0, End: -1 }[key];
    return stops.at(index);
  }
}
