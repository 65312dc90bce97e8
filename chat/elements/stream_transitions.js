// Rows that enter and leave by CSS classes. Where people want less motion, nothing moves.
import { dom } from "stream_dom";

export class RowTransitions {
  #entering;
  #leaving;
  #onGone;
  #timers = new Map(); // row → what ends its entering
  #departing = new Set(); // rows that have begun to leave and whose time is not known yet
  #departures = new Map(); // row → what ends its leaving

  // entering, leaving: CSS classes that a row has meanwhile, separated by spaces
  // onGone(row): it has left
  constructor({ entering, leaving, onGone }) {
    this.#entering = classes(entering);
    this.#leaving = classes(leaving);
    this.#onGone = onGone;
  }

  enter(rows) {
    if (!this.#entering.length || isMotionReduced()) return;
    for (const row of rows) dom(row).classList.add(...this.#entering);
    for (const row of rows) this.#timers.set(row, setTimeout(() => this.end(row), duration(row)));
  }

  stop() {
    for (const timer of [...this.#timers.values(), ...this.#departures.values()]) clearTimeout(timer);
  }

  // A row that is entering goes on so with its new HTML.
  carryOn(row, next) {
    if (this.#timers.has(row)) dom(next).classList.add(...this.#entering);
  }

  end(row) {
    if (!this.#timers.has(row)) return;
    clearTimeout(this.#timers.get(row));
    this.#timers.delete(row);
    dom(row).classList.remove(...this.#entering);
    if (!dom(row).classList.length) dom(row).removeAttribute("class");
  }

  // Returns whether the element stays for a while. It is no longer a row and takes no input.
  leave(row) {
    this.end(row);
    if (!this.#leaving.length || isMotionReduced()) return false;
    dom(row).classList.add(...this.#leaving);
    for (const name of ["id", "data-key"]) dom(row).removeAttribute(name);
    dom(row).setAttribute("data-leaving", "");
    dom(row).setAttribute("aria-hidden", "true");
    dom(row).toggleAttribute("inert", true);
    this.#departing.add(row);
    return true;
  }

  // Has those that leave go in their time; returns those that have nothing to wait for. All durations are read at once,
  // since the browser computes styles anew after each change.
  depart() {
    const times = [...this.#departing].map((row) => [row, duration(row)]);
    this.#departing.clear();
    for (const [row, time] of times) if (time) this.#departures.set(row, setTimeout(() => this.#depart(row), time));
    return times.filter(([, time]) => !time).map(([row]) => row);
  }

  #depart(row) {
    this.#departures.delete(row);
    this.#onGone(row);
  }
}

function classes(text) {
  return text.split(/\s+/).filter(Boolean);
}

function isMotionReduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// In milliseconds, of the animations and transitions that a row has just got; those without end do not count.
// By the clock and not by `finished`, which never comes while the row is hidden.
function duration(row) {
  const ends = dom(row).getAnimations().map((animation) => animation.effect.getComputedTiming().endTime);
  return Math.max(0, ...ends.filter(Number.isFinite));
}
