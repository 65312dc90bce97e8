// The fault lab: what can be made to go wrong in this page, and whether the rows are right afterwards.
import { compare, Impossible } from "./comparison.js";
import { make, makeButton } from "./dom.js";
import { cut, Faults } from "./faults.js";

const KINDS = { drop: "Drop", double: "Double", delay: "Delay", reorder: "Reorder" };

const number = (label, value, most) => make("input", { type: "number", min: 1, max: most, value, "aria-label": label });
const amount = (input) => Math.min(Math.max(Math.round(Number(input.value)) || 1, 1), Number(input.max));

export class FaultView {
  #probe = () => null;
  #note;
  #isDirty = false; // something has gone wrong since the last comparison
  #count = number("How many broadcasts", 2, 50);
  #seconds = number("Seconds", 3, 30);
  #kinds = make("select", { "aria-label": "What happens to them" });
  #left = make("span", { class: "si-left", role: "status" });
  #verdict = make("div", { class: "si-verdict", role: "status" });

  // probe(): of the stream that is looked at
  // note(entry): for the record
  constructor({ probe, note }) {
    this.#probe = probe;
    this.#note = note;
    this.faults = new Faults({ note, onChange: () => this.#showLeft() });
    this.#kinds.append(...Object.entries(KINDS).map(([value, text]) => make("option", { value }, text)));
    this.element = make(
      "div",
      { class: "si-view" },
      make(
        "div",
        { class: "si-lab" },
        make("p", { class: "si-hint" }, "In this page only: nobody else notices."),
        make("div", { class: "si-row" }, this.#kinds, "the next", this.#count, make("span", { class: "si-wide" }, "broadcasts"), makeButton("Start", () => this.#plan(), { class: "si-do" })),
        make("div", { class: "si-row" }, "For", this.#seconds, "seconds", make("span", { class: "si-wide" }, "(a delay, too)"), makeButton("Cut the connection", () => this.#cut(), { class: "si-do" })),
        make("div", { class: "si-row" }, makeButton("Compare with the server", () => this.compare(), { class: "si-do si-main" }), this.#left),
        this.#verdict,
      ),
    );
  }

  stop() {
    this.faults.stop();
  }

  // Compares by itself, once what went wrong is over and the stream has caught up.
  onEntry({ origin, stream }) {
    const probe = this.#probe();
    if (!this.#isDirty || !this.faults.isIdle || stream !== probe?.name || !["answered", "broadcast"].includes(origin)) return;
    const { follower } = probe;
    if (!follower || follower.isWaiting || follower.newest > follower.revision) return;
    this.#isDirty = false;
    this.compare();
  }

  async compare() {
    const probe = this.#probe();
    if (!probe) return;
    this.#show("", "Comparing…");
    try {
      const found = await compare(probe);
      this.#showDifferences(probe, found);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      this.#show("none", error.message);
    }
  }

  #plan() {
    const probe = this.#probe();
    if (!probe?.topic) return this.#show("none", "This stream follows no topic: nothing is broadcast to it.");
    this.#isDirty = true;
    this.#show("", "");
    return this.faults.plan(probe, { kind: this.#kinds.value, count: amount(this.#count), seconds: amount(this.#seconds) });
  }

  #cut() {
    if (!window.socket.connected) return;
    this.#isDirty = true;
    this.#show("", "");
    cut(amount(this.#seconds), this.#note);
  }

  #showLeft() {
    this.#left?.replaceChildren(this.faults?.left ? `${this.faults.left} to come` : "");
  }

  #showDifferences(probe, { checked, revision, differences }) {
    const at = revision === null ? "" : `, revision ${revision}`;
    const outcome = differences.length ? `${differences.length} rows differ${at}` : `equal: ${checked} rows${at}`;
    this.#note({ kind: "compare", origin: "check", stream: probe.name, outcome, isExpected: !differences.length });
    if (!differences.length) return this.#show("equal", `Equal to the server: ${checked} rows${at}.`);
    const list = differences.slice(0, 20).map(({ key, what }) => {
      const domId = `${probe.name}-${key}`;
      return make("li", {}, makeButton(domId, null, { class: "si-key", "data-dom-id": domId }), ` ${what}`);
    });
    return this.#show("different", `${differences.length} of ${checked} rows differ from the server's${at}:`, make("ul", {}, ...list));
  }

  #show(verdict, ...content) {
    this.#verdict.dataset.verdict = verdict;
    this.#verdict.replaceChildren(...content);
  }
}
