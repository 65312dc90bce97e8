// The panel: a region beside the page, or a sheet at the bottom of a phone.
import { make, makeButton } from "./dom.js";
import { FaultView } from "./fault_view.js";
import { onKeys } from "./keyboard.js";
import { OperationsView } from "./operations_view.js";
import { Recorder } from "./recorder.js";
import { ReplayView } from "./replay_view.js";
import { Spotlight } from "./spotlight.js";
import { StreamTable } from "./stream_table.js";
import { Tabs } from "./tabs.js";

const COUNT_AFTER = 500; // ms after an operation in which others may follow, before the server is asked what it holds

export class Panel {
  #requestCounts;
  #onClosed;
  #styles;
  #tabs;
  #countTimer = null;
  #frame = null;
  #selected = null; // the name of the stream that is looked at
  #chosen = null; // the one to go back to, should it be away for a moment
  #shown = null; // the id of its probe: another room's list has the same name

  constructor({ styles, requestCounts, requestRestart, onClosed }) {
    this.#styles = styles;
    this.#requestCounts = requestCounts;
    this.#onClosed = onClosed;
    document.adoptedStyleSheets.push(styles);
    document.documentElement.classList.add("si-open");
    this.table = new StreamTable({ onSelect: (name) => this.choose(name) });
    this.operations = new OperationsView();
    this.faults = new FaultView({ probe: () => this.#probe, note: (entry) => this.recorder.note(entry), requestRestart });
    this.replay = new ReplayView(() => this.#recorded());
    this.element = this.#makeElement();
    document.body.append(this.element);
    this.spotlight = new Spotlight(this.element);
    this.recorder = new Recorder({ onEntry: (entry) => this.#onEntry(entry), onStreams: () => this.#showSoon() });
    this.#show();
    this.#requestCounts();
    this.element.focus();
  }

  close() {
    if (!this.element.isConnected) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.faults.stop();
    this.recorder.stop();
    this.spotlight.stop();
    clearTimeout(this.#countTimer);
    cancelAnimationFrame(this.#frame);
    this.element.remove();
    document.documentElement.classList.remove("si-open");
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#styles);
    this.#onClosed(hadFocus);
  }

  get #probe() {
    return this.recorder.probes.get(this.#selected) ?? null;
  }

  choose(name) {
    this.#chosen = name;
    this.#select(name);
  }

  #select(name) {
    this.faults.stop();
    this.#selected = name;
    this.#shown = this.#probe?.id;
    this.operations.select(name, this.recorder.entries);
    this.replay.open();
    this.#showSoon();
  }

  showCounts(counts) {
    this.table.counts = counts;
    this.#showSoon();
  }

  refuseRestart() {
    this.faults.refuseRestart();
  }

  // The page was loaded anew: what comes now is seen where the server was told to restart.
  goOnAfterRestart({ stream, time }) {
    this.#tabs.show("Fault lab");
    if (this.recorder.probes.has(stream)) this.choose(stream);
    this.faults.goOnAfterRestart(time);
  }

  #makeElement() {
    const close = makeButton("✕", () => this.close(), { class: "si-close", "aria-label": "Close the stream inspector" });
    const head = make("header", { class: "si-head" }, make("h2", {}, "Streams"), close);
    const views = { Operations: this.operations, "Fault lab": this.faults, Replay: this.replay };
    const elements = Object.fromEntries(Object.entries(views).map(([name, view]) => [name, view.element]));
    this.#tabs = new Tabs(elements, (name) => this.#onTab(name));
    const element = make("section", { class: "si", role: "region", "aria-label": "Stream inspector", tabindex: -1 }, head, this.table.element, this.#tabs.element);
    onKeys(element, (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      this.close();
    });
    return element;
  }

  // What goes wrong in the fault lab is seen below it.
  #onTab(name) {
    if (name === "Replay") this.replay.open();
    else (name === "Fault lab" ? this.faults : this.operations).element.append(this.operations.timeline);
  }

  // What the replay goes through: operations of the stream that is looked at.
  #recorded() {
    const probe = this.#probe;
    const operations = this.recorder.entries.filter((entry) => probe && entry.probe === probe.id && !entry.isPageEnd && entry.kind !== "heartbeat");
    return { base: probe?.base ?? { keys: [], html: new Map() }, operations };
  }

  #onEntry(entry) {
    this.operations.add(entry);
    this.faults.onEntry(entry);
    this.#countTimer ??= setTimeout(() => {
      this.#countTimer = null;
      this.#requestCounts();
    }, COUNT_AFTER);
    this.#showSoon();
  }

  // Several operations in a frame are shown at once.
  #showSoon() {
    this.#frame ??= requestAnimationFrame(() => this.#show());
  }

  #show() {
    this.#frame = null;
    const { probes } = this.recorder;
    this.#chosen ??= this.#mostInteresting();
    const name = [this.#chosen, this.#selected].find((each) => probes.has(each)) ?? this.#mostInteresting();
    if (name !== this.#selected || this.#probe?.id !== this.#shown) this.#select(name);
    this.table.show(probes, this.#selected);
    this.operations.show();
    this.replay.extend();
  }

  // The longest window that follows a topic; the first stream where there is none.
  #mostInteresting() {
    const probes = [...this.recorder.probes.values()];
    const windows = probes.filter(({ element }) => element.hasAttribute("data-scroll"));
    return (windows.find(({ topic }) => topic) ?? windows[0] ?? probes[0])?.name ?? null;
  }
}
