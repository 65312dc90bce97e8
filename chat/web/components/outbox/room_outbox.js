// One room's part of the outbox, as its list of messages shows it.
import { randomId } from "browser_storage";
import { listed } from "file_words";
import { continues } from "format_message";
import { sourceOf } from "message_text";
import { pageFiles } from "page_files";
import { discardEntry, listenToOutbox, pageOutbox, removeFile, retryEntry } from "page_outbox";
import { showWaitingActions } from "waiting_actions";

const MAX_EXCERPT = 100; // characters of a message by which one knows it again

export class RoomOutbox {
  #outbox;
  #userId;
  #room;
  #home;
  #list = null;
  #shown; // what is shown in rows
  #stopListening;

  // home: of a thread, its room
  // onChange(): other entries; onAnswer(entry): as of `Outbox`
  constructor(userId, room, home, { onChange, onAnswer }) {
    this.#outbox = pageOutbox(userId);
    this.#userId = userId;
    this.#room = room;
    this.#home = home;
    this.#outbox.setLive(room, false);
    this.#stopListening = listenToOutbox({
      changed: onChange,
      answered: (entry) => entry.room === room && onAnswer(entry),
    });
  }

  close() {
    this.#stopListening();
    this.#outbox.setLive(this.#room, true);
  }

  // The list of messages, once it is there.
  set list(list) {
    this.#list = list;
    this.#shown = list.getElementsByClassName("message-waiting");
  }

  setLive(isLive) {
    this.#outbox.setLive(this.#room, isLive);
  }

  // Says something, perhaps as the answer to a message: `quote` is as of quotes.js, `files` are the ids of files;
  // isAlsoSent: of what is said in a thread, whether its room gets it, too
  say(body, { quote, isAlsoSent, files = [] } = {}) {
    const args = { body, ...(quote && { reply_to: quote.id }), ...(isAlsoSent && { also: "true" }) };
    const entry = { ...this.#place, clientId: randomId(), action: "send", args, about: "", quote };
    if (!files.length) return this.#outbox.add(entry);
    const attached = pageFiles(this.#userId);
    const names = attached.ofEntry({ files }).map(({ name }) => name);
    this.#outbox.add({ ...entry, files, about: listed(names) });
    return attached.claim(files, entry.clientId);
  }

  get #place() {
    return { room: this.#room, ...(this.#home && { home: this.#home }) };
  }

  // Does something with a message, or with the room; hear(entry) as of `Outbox`.
  add(action, args = {}, key = "", hear = null) {
    const row = key && document.getElementById(`${this.#list.id}-${key}`);
    const about = row ? sourceOf(row).slice(0, MAX_EXCERPT) : "";
    this.#outbox.add({ ...this.#place, action, key, args, about }, hear);
  }

  retry(clientId) {
    retryEntry(clientId);
  }

  // One of a message's files is not to go with it.
  removeFile(clientId, file) {
    removeFile(clientId, file);
  }

  discard(clientId) {
    this.#outbox.discard(clientId);
  }

  // By the person.
  discardByHand(clientId) {
    discardEntry(clientId);
  }

  // The messages that wait, or were refused, as they are shown below the last row.
  pendingMessages(lastRow) {
    const isGrouped = ({ at }, index) => index > 0 || continues(lastRow, this.#userId, at);
    const messages = this.#entries.filter(({ action }) => action === "send");
    const files = pageFiles(this.#userId);
    return messages.map((entry, index) => ({ ...entry, files: files.ofEntry(entry), isGrouped: Boolean(isGrouped(entry, index)) }));
  }

  // The client id of what was said last, while it is on its way.
  get lastWaiting() {
    const last = this.#entries.findLast(({ action }) => action === "send");
    return last?.error ? undefined : last?.clientId;
  }

  // Edits that were refused, as { clientId, key, text, error }.
  get refusedEdits() {
    const refused = this.#entries.filter(({ action, error }) => action === "edit" && error);
    return refused.map(({ clientId, key, args, error }) => ({ clientId, key, text: args.body, error }));
  }

  // What the viewer has made of a message's text, if that is still on its way, or was refused.
  typedText(key) {
    return this.#edits(key).at(-1)?.args.body;
  }

  // The same, if nothing more has to be done about it.
  waitingText(key) {
    return this.#edits(key).findLast(({ error }) => !error)?.args.body;
  }

  #edits(key) {
    return this.#entries.filter((entry) => entry.action === "edit" && entry.key === key);
  }

  // Rows have come: those of messages that were waiting need no longer.
  rowsArrived(rows) {
    for (const { author, clientId } of rows.map(({ dataset }) => dataset)) {
      if (clientId && author === this.#userId) this.#outbox.performed(clientId);
    }
    if (this.#list) this.showActions();
  }

  // Shows in rows what waits to be done to them.
  showActions() {
    const byKey = Map.groupBy(this.#entries.filter(({ key }) => key), ({ key }) => key);
    for (const { parentElement: row } of [...this.#shown]) {
      if (!byKey.has(row.dataset.key)) showWaitingActions(row, [], this.#outbox);
    }
    for (const [key, entries] of byKey) {
      const row = document.getElementById(`${this.#list.id}-${key}`);
      if (row) showWaitingActions(row, entries, this.#outbox);
    }
  }

  get #entries() {
    return this.#outbox.entries.filter(({ room }) => room === this.#room);
  }
}
