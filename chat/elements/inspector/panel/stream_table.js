// The table of this page's streams: what each has here, what the server holds of it, and how far it knows its topic.
import { make } from "./dom.js";

const HEADS = [
  ["Stream", "A stream of this page"],
  ["Rows here", "Rows in the DOM, counted there"],
  ["On server", "Rows that the server holds for this page, counted there"],
  ["Known", "Revision up to which the rows are right"],
  ["Newest", "Newest revision heard of"],
];

const or = (value, missing) => (value === undefined || value === null ? missing : String(value));

export class StreamTable {
  #body = make("tbody");
  #onSelect;
  counts = {}; // by stream: rows that the server holds

  constructor({ onSelect }) {
    this.#onSelect = onSelect;
    const heads = HEADS.map(([text, title]) => make("th", { scope: "col", title }, text));
    this.element = make("table", { class: "si-streams" }, make("thead", {}, make("tr", {}, ...heads)), this.#body);
  }

  // probes: of all streams; selected: the name of the one that is looked at
  show(probes, selected) {
    const rows = [...probes.values()].map((probe) => this.#makeRow(probe, probe.name === selected));
    const focused = this.#body.contains(document.activeElement) && document.activeElement.value;
    this.#body.replaceChildren(...rows);
    if (focused) this.#body.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
  }

  #makeRow(probe, isSelected) {
    const radio = make("input", { type: "radio", name: "si-stream", value: probe.name, checked: isSelected, onchange: () => this.#onSelect(probe.name) });
    const label = make("label", {}, radio, make("span", { class: "si-name", title: probe.topic ?? "without a topic" }, probe.name));
    const { follower, keys } = probe;
    const numbers = [keys.length, or(this.counts[probe.name], "…"), or(follower?.revision, "–"), or(follower?.newest, "–")];
    const isBehind = follower && follower.newest > follower.revision;
    return make(
      "tr",
      { class: isSelected ? "si-selected" : null, "data-stream": probe.name, "data-behind": Boolean(isBehind) },
      make("th", { scope: "row" }, label),
      ...numbers.map((number) => make("td", {}, String(number))),
    );
  }
}
