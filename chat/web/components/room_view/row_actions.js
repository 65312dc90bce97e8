// What people do with the messages of an open room: the outbox, the editors in rows, and the toolbar with its menu.
import { offerUndo } from "button";
import { copy } from "clipboard";
import { askBeforeAll } from "composer";
import { openOnDemand } from "dialog";
import { EditDrafts } from "edit_drafts";
import { followLink } from "follow_link";
import { buttonOf, isLive, isSure, pressed, putBack, showPress } from "live_messages";
import { focusEditor, isEditing } from "message_editor";
import { MessageEditors } from "message_editors";
import { sourceOf } from "message_text";
import { MessageToolbar } from "message_toolbar";
import { leaveRow } from "reading";
import { RoomOutbox } from "room_outbox";
import { isConnected } from "socket";

export class RowActions {
  outbox;
  editors;
  toolbar;
  #room;
  #awaited; // the message that is to be edited once it is stored, if any, by its client id
  #question = null; // the dialog in which a button has something written first, if one was opened

  // room: the component of room_view.js
  // onChange(): another message or edit waits, or none; onUnfinished(): `unfinished` may be another
  constructor(room, { onChange, onUnfinished }) {
    this.#room = room;
    this.outbox = new RoomOutbox(room.me, room.room, room.home, { onChange, onAnswer: (entry) => this.#answered(entry) });
    this.editors = new MessageEditors({
      drafts: new EditDrafts(room.me, room.room),
      findRow: room.row,
      textOf: (row) => this.#textOf(row),
      willSay: (row, body) => body === (this.outbox.waitingText(row.dataset.key) ?? sourceOf(row)),
      maxLength: room.maxLength,
      preview: room.askPreview,
      ask: (body, from, proceed) => askBeforeAll(room.members, body, from, proceed),
      save: (key, args) => this.outbox.add("edit", args, key),
      onClose: room.focusComposer,
      onChange: onUnfinished,
    });
    this.toolbar = this.#makeToolbar();
  }

  listenTo(list) {
    this.outbox.list = list;
    this.toolbar.listenTo(list);
  }

  stop() {
    this.outbox.close();
    this.editors.stop();
    this.toolbar.remove();
    this.#question?.close();
  }

  // Edits that stand in no row: begun or refused.
  get unfinished() {
    const refused = this.outbox.refusedEdits.filter(({ key }) => !this.#room.row(key));
    const begun = this.editors.unfinished.map((edit) => ({
      ...edit,
      isShown: Boolean(this.#room.row(edit.key)),
      canResume: this.editors.canResume(edit),
    }));
    return [...begun, ...refused];
  }

  // By the person, who may think better of it.
  discard(edit) {
    if (edit.clientId) return this.outbox.discardByHand(edit.clientId);
    this.editors.discard(edit);
    return offerUndo("Edit discarded.", () => this.editors.putBack(edit));
  }

  // Its text stands elsewhere now.
  drop(edit) {
    if (edit.clientId) this.outbox.discard(edit.clientId);
    else this.editors.discard(edit);
  }

  edit(row) {
    this.toolbar.hide();
    this.editors.open(row);
  }

  // Of what one has said here. While that is on its way, once it is stored: what was said before is not what is meant.
  editLast() {
    this.#awaited = this.outbox.lastWaiting;
    if (this.#awaited) return;
    const mine = [...this.#room.list.querySelectorAll(":scope > [data-key][data-mine]")].filter((row) => !isLive(row));
    if (mine.length) this.edit(mine[mine.length - 1]);
  }

  rowsArrived(rows) {
    this.outbox.rowsArrived(rows);
    if (!this.#room.list) return;
    this.editors.restore(rows);
    const row = this.#awaited && rows.find(({ dataset }) => dataset.clientId === this.#awaited);
    if (!row) return;
    this.#awaited = null;
    if (!this.outbox.lastWaiting && this.#room.awaitsWords()) this.edit(row);
  }

  // ---- live messages

  // Presses something; a second time where it asks whether one is sure, and after something was written where it wants that.
  press(key, args) {
    const row = this.#room.row(key);
    const button = buttonOf(row, args);
    if (button && !isSure(button)) return;
    if (button && args.wants) this.#ask(row, button, args);
    else this.#press(key, args, ({ error }) => error && putBack(args, this.#room.row(key)));
  }

  // hear(entry): as of `Outbox`
  #press(key, args, hear) {
    this.outbox.add("act", pressed(args, this.#room.row(key)), key, hear);
  }

  // What is written stays until the server has taken it.
  #ask(row, button, args) {
    const { key } = row.dataset;
    const title = button.ariaLabel ?? button.textContent;
    const question = { id: `${key} ${button.name}`, title, action: button.textContent.trim() || title, label: args.wants };
    const send = (text, form) => {
      if (!isConnected()) return form.say("No connection. Try again once it is back.");
      return this.#press(key, { ...args, text }, ({ error }) => {
        const current = this.#room.row(key);
        if (current) showPress(current);
        return form.hear(error);
      });
    };
    const open = ({ askForText }) => {
      if (row.isConnected) this.#question = askForText(question, row.closest(".room-view"), send);
    };
    openOnDemand("The question", () => import("live_form"), open);
  }

  #delete(row, isByKey) {
    const { list, focusComposer } = this.#room;
    this.toolbar.hide();
    leaveRow(row, list, { isByKey, write: focusComposer });
    this.outbox.add("delete", {}, row.dataset.key);
  }

  #textOf(row) {
    return this.outbox.typedText(row.dataset.key) ?? sourceOf(row);
  }

  #answered(entry) {
    const { clientId, action, key, error, reason } = entry;
    const row = this.#room.row(key);
    if (action === "act" && row) showPress(row);
    const { done } = this.toolbar.tool(action) ?? {};
    if (done && !error) Quasar.Notify.create({ message: done, type: "positive", position: "top" });
    const canEdit = row?.hasAttribute("data-mine") && !isEditing(row) && !this.#room.readOnly;
    if (action !== "edit" || !error || !canEdit) return;
    this.toolbar.hide();
    this.editors.reopen(row, entry, reason === "conflict");
    if (this.#room.isIdle()) focusEditor(row);
    this.outbox.discard(clientId);
  }

  // ---- the toolbar

  #makeToolbar() {
    const room = this.#room;
    return new MessageToolbar(room.prefix, (row) => this.#circumstancesOf(row), {
      act: (row, action, args) => this.outbox.add(action, args, row.dataset.key),
      edit: (row) => this.edit(row),
      delete: (row, _rectangle, isByKey) => this.#delete(row, isByKey),
      reply: (row) => room.reply(row),
      react: (...place) => this.#pickReaction(...place),
      link: (row) => copy(`${room.linksBegin || location.origin}/rooms/${room.home ?? room.room}/@${row.dataset.key}`, "Link copied."),
      remind: (row) => this.#askWhen(row),
      thread: (row) => followLink(`/rooms/${room.room}/thread/${row.dataset.key}`),
      copy: (row) => copy(this.#textOf(row), "Text copied."),
      unread: (row) => {
        this.toolbar.hide();
        room.markUnread(row);
      },
    });
  }

  #circumstancesOf(row) {
    const { readOnly, moderates, home } = this.#room;
    const isInList = this.#room.row(row.dataset.key) === row; // and not above a thread
    const isEmpty = row.hasAttribute("data-deleted");
    return { isMine: row.hasAttribute("data-mine"), isEditing: isEditing(row), isEmpty, isInList, isLive: isLive(row), isPinned: row.hasAttribute("data-pinned"), isThread: Boolean(home), isArchived: Boolean(readOnly), moderates };
  }

  #askWhen({ dataset: { key } }) {
    this.toolbar.hide();
    const remind = (when, zone) => this.outbox.add("remind", { when, zone }, key);
    openOnDemand("The reminder", () => import("remind_dialog"), ({ askWhen }) => askWhen(remind));
  }

  #pickReaction(row, rectangle, isByKey) {
    const { key } = row.dataset;
    openPicker(this.#room.emoji, rectangle, {
      name: "Add reaction",
      returnFocusTo: isByKey ? row : null,
      onPick: (emoji) => this.outbox.add("react", { emoji, add: "true" }, key),
    });
  }
}

// address: where the file of emoji is; options: as of `toggle` in emoji_picker.js
export function openPicker(address, rectangle, options) {
  const load = async () => (await import("emoji_picker")).loadEmojiPicker(address);
  openOnDemand("The emoji", load, (picker) => picker.toggle(rectangle, options));
}
