// The fault lab: what can be made to go wrong in this page, and whether the rows are right afterwards.
import { compare, Impossible } from "./comparison.js";
import { make, makeButton } from "./dom.js";
import { cut, Faults } from "./faults.js";
import { rowsText } from "./operation_text.js";

const KINDS = { drop: "Drop", double: "Double", delay: "Delay", reorder: "Reorder" };

const NOT_CONNECTED = "There is no connection now: wait until it is back.";

const number = (label, value, most) => make("input", { type: "number", min: 1, max: most, value, "aria-label": label });
const amount = (input) => Math.min(Math.max(Math.round(Number(input.value)) || 1, 1), Number(input.max));

export class FaultView {
  #probe = () => null;
  #note;
  #requestRestart;
  #restart = null; // since the server was told to restart, until it is back: { time, isLoadedAnew }
  #isDirty = false; // something has gone wrong since the last comparison
  #count = number("How many broadcasts", 2, 50);
  #seconds = number("Seconds", 3, 30);
  #kinds = make("select", { "aria-label": "What happens to them" });
  #hint = make("p", { class: "si-hint" });
  #left = make("span", { class: "si-left", role: "status" });
  #verdict = make("div", { class: "si-verdict", role: "status" });

  // probe(): of the stream that is looked at
  // note(entry): for the record
  // requestRestart(stream): have the server restart; null if it cannot
  constructor({ probe, note, requestRestart }) {
    this.#probe = probe;
    this.#note = note;
    this.#requestRestart = requestRestart;
    this.faults = new Faults({ note, onChange: () => this.#showLeft() });
    this.#kinds.append(...Object.entries(KINDS).map(([value, text]) => make("option", { value }, text)));
    this.#kinds.addEventListener("change", () => this.#showHint());
    this.#showHint();
    this.element = make(
      "div",
      { class: "si-view" },
      make(
        "div",
        { class: "si-lab" },
        this.#hint,
        make("div", { class: "si-row" }, this.#kinds, "the next", this.#count, make("span", { class: "si-wide" }, "broadcasts"), makeButton("Start", () => this.#plan(), { class: "si-do" })),
        make("div", { class: "si-row" }, "For", this.#seconds, "seconds", makeButton("Cut the connection", () => this.#cut(), { class: "si-do" })),
        requestRestart && make("div", { class: "si-row" }, "For everybody:", makeButton("Restart the server", () => this.#restartServer(), { class: "si-do" })),
        make("div", { class: "si-row" }, makeButton("Compare with the server", () => this.compare(), { class: "si-do si-main" }), this.#left),
        this.#verdict,
      ),
    );
  }

  stop() {
    this.faults.stop();
  }

  refuseRestart() {
    this.#restart = null;
    this.#show("none", "The server refused to restart.");
  }

  // This page was loaded anew by a restart; `time` is when the server was told to.
  goOnAfterRestart(time) {
    this.#restart = { time, isLoadedAnew: true };
    this.#isDirty = true;
    this.#show("", "Restarting…");
    if (window.socket.connected) this.#onServerBack();
    if (this.#probe()?.element.dataset.state === "live") this.#compareOnceCaughtUp();
  }

  onEntry({ kind, origin, stream }) {
    if (this.#restart && kind === "connected") this.#onServerBack();
    if (stream === this.#probe()?.name && ["answered", "broadcast"].includes(origin)) this.#compareOnceCaughtUp();
  }

  // Compares by itself, once what went wrong is over and the stream has caught up.
  #compareOnceCaughtUp() {
    if (!this.#isDirty || !this.faults.isIdle || this.#restart) return;
    const { follower } = this.#probe();
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
    if (!window.socket.connected) return this.#show("none", NOT_CONNECTED);
    this.#isDirty = true;
    this.#show("", "");
    return cut(amount(this.#seconds), this.#note);
  }

  #restartServer() {
    if (this.#restart) return undefined;
    if (!window.socket.connected) return this.#show("none", NOT_CONNECTED);
    this.#isDirty = true;
    this.#restart = { time: Date.now(), isLoadedAnew: false };
    this.#show("", "Restarting…");
    this.#note({ kind: "restart", origin: "fault", outcome: "the server, for everybody" });
    return this.#requestRestart(this.#probe()?.name ?? null);
  }

  #onServerBack() {
    const { time, isLoadedAnew } = this.#restart;
    this.#restart = null;
    const seconds = ((Date.now() - time) / 1000).toFixed(1);
    const outcome = `the server, after ${seconds} seconds${isLoadedAnew ? "; this page was loaded anew" : ""}`;
    this.#note({ kind: "restarted", origin: "connection", outcome, isExpected: true });
    this.#show("", "The server is back.");
  }

  #showHint() {
    const isDelay = this.#kinds.value === "delay";
    this.#hint.textContent = `In this page only${isDelay ? "; a delay takes the seconds below." : ": nobody else notices."}`;
  }

  #showLeft() {
    this.#left?.replaceChildren(this.faults?.left ? `${this.faults.left} to come` : "");
  }

  #showDifferences(probe, { checked, revision, differences }) {
    const at = revision === null ? "" : `, revision ${revision}`;
    const outcome = differences.length ? `${rowsText(differences.length)} otherwise than on the server${at}` : `equal: ${rowsText(checked)}${at}`;
    this.#note({ kind: "compare", origin: "check", stream: probe.name, outcome, isExpected: !differences.length });
    if (!differences.length) return this.#show("equal", `Equal to the server: ${rowsText(checked)}${at}.`);
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
