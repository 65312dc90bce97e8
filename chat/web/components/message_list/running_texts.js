// Messages that are being written word by word: what is added to them comes alone, and is added to what is there.
// Drawn as Markdown by running_markdown.js, which is loaded with the first of them; until then it is plain text.
import { attempt } from "attempt";
import { unfold } from "formatted_text";

const PAUSE = 100; // ms between two times of drawing

// Counted as the server does: by characters, not by halves of them.
const lengthOf = (text) => [...text].length;

class RunningText {
  drawing = null; // what draws it
  isBehind = false; // something is missing: what is added waits until the server has sent the row
  #waiting = []; // pieces, each with its offset

  constructor(row, source) {
    this.row = row;
    this.source = source;
    this.length = lengthOf(source);
  }

  // The server has drawn the row anew. What was added since, and is not in it, stays.
  take(source) {
    if (!this.source.startsWith(source)) {
      this.source = source;
      this.length = lengthOf(source);
    }
    this.isBehind = false;
    for (const piece of this.#waiting.splice(0)) this.add(...piece);
    this.drawing = null;
  }

  // Returns whether nothing is missing.
  add(offset, text) {
    if (this.isBehind || offset > this.length) {
      this.isBehind = true;
      this.#waiting.push([offset, text]);
      return false;
    }
    const fresh = [...text].slice(this.length - offset);
    this.source += fresh.join("");
    this.length += fresh.length;
    return true;
  }
}

export class RunningTexts {
  #texts = new Map(); // by the message's key
  #due = new Set(); // texts that are to be drawn
  #timer = null;
  #Drawing = null; // class, once it is loaded
  #onFinished;
  #keepPlace;

  // onFinished(row): a message that was being written here is whole; keepPlace(): rows have other sizes
  constructor({ onFinished, keepPlace }) {
    this.#onFinished = onFinished;
    this.#keepPlace = keepPlace;
  }

  // To be called for each row that is drawn, or drawn anew, by the server.
  take(row) {
    const { key } = row.dataset;
    const known = this.#texts.get(key);
    if (!("running" in row.dataset)) {
      if (!known) return;
      this.#texts.delete(key);
      this.#due.delete(known);
      unfold(row);
      this.#onFinished(row);
      return;
    }
    const { source } = row.querySelector(":scope > .message-body").dataset;
    if (known) known.row = row;
    if (known) known.take(source);
    else this.#texts.set(key, new RunningText(row, source));
    this.#draw(this.#texts.get(key));
  }

  // Takes what was added to a message, after so many characters, and returns whether its row says all of it, if there is
  // one. If not, all that has changed since the row was right is requested.
  hear(list, [id, offset, added], revision) {
    const text = this.#texts.get(String(id));
    if (!text?.row.isConnected) return true;
    const wasBehind = text.isBehind;
    if (!text.add(offset, added)) {
      if (!wasBehind) list.stream.requestSince(Number(text.row.dataset.revision) - 1);
      return false;
    }
    if (revision) text.row.dataset.revision = revision;
    if (added) this.#drawSoon(text);
    return true;
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #drawSoon(text) {
    this.#due.add(text);
    this.#timer ??= setTimeout(() => this.#drawAll(), PAUSE);
  }

  #drawAll() {
    this.#timer = null;
    for (const text of this.#due) if (text.row.isConnected) attempt(() => this.#draw(text));
    this.#due.clear();
    this.#keepPlace();
  }

  #draw(text) {
    const body = text.row.querySelector(":scope > .message-body");
    body.dataset.source = text.source;
    if (!this.#Drawing) {
      body.textContent = text.source;
      this.#load();
      return;
    }
    text.drawing ??= new this.#Drawing(body);
    text.drawing.write(text.source);
  }

  async #load() {
    try {
      const { RunningMarkdown } = await import("running_markdown");
      this.#Drawing = RunningMarkdown;
      for (const text of this.#texts.values()) this.#drawSoon(text);
    } catch {
      // It stays plain text until it is finished.
    }
  }
}
