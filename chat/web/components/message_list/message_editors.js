// The editors that are open in the rows of one list. What is typed in them outlives the row, the room and the page.
import { closeEditor, focusEditor, isEditing, openEditor, showEditError, textIn } from "message_editor";
import { sourceOf } from "message_text";

// When the text was edited last, null for never: what the server compares, to notice that somebody else was faster.
const baseOf = ({ dataset }) => (dataset.edited ? Number(dataset.edited) : null);

const CONFLICT = "This message was changed in the meantime. Save again to replace it with yours.";

export class MessageEditors {
  // drafts: an EditDrafts
  // findRow(key): the row of a message; undefined or null while it is not in the list
  // textOf(row): what the message's text is, for its author, though it may have been refused; willSay(row, body): whether the
  // message says so, or will
  // preview(text): as of PreviewRequests
  // ask(body, from, proceed): before what was `from` is saved as `body`; save(key, { body, base }): it is to be
  // onClose(): they are done; onChange(): `unfinished` may be another
  constructor({ drafts, findRow, textOf, willSay, maxLength, preview, ask, save, onClose, onChange }) {
    Object.assign(this, { drafts, findRow, textOf, willSay, maxLength, preview, ask, save, onClose, onChange });
    this.adopted = new Map(); // by message, where the draft of another tab is stored that its editor goes on with
    this.stopListening = drafts.onOtherTab((change) => this.#changedElsewhere(change));
  }

  // Drafts that are in no editor: those of messages that are not in the list, and those of other tabs.
  get unfinished() {
    return this.drafts.all().filter((draft) => !this.#isInEditor(draft));
  }

  // For somebody who wants to edit.
  open(row) {
    if (!isEditing(row)) this.#show(row, { text: this.textOf(row), from: this.textOf(row), base: baseOf(row) });
    focusEditor(row);
    this.onChange();
  }

  // Rows have come: goes on with what was begun in them in this tab or, where the room is being opened, in any.
  restore(rows, { isOpening = false } = {}) {
    if (!this.drafts.all().length) return;
    for (const row of rows) {
      const draft = this.drafts.find(row.dataset.key);
      const isOurs = draft && (isOpening || draft.id === this.drafts.idOf(draft.key));
      if (isOurs && row.hasAttribute("data-mine") && !isEditing(row)) this.#show(row, draft);
    }
    this.onChange();
  }

  // The server has refused an edit: back into the editor with it. Several tabs may hear of it, and show the same draft.
  reopen(row, { clientId, args: { body, base }, error }, isConflict) {
    const id = this.drafts.idOf(row.dataset.key, clientId);
    const draft = { text: body, from: sourceOf(row), base: isConflict ? baseOf(row) : base, isConflict, error };
    this.drafts.put(id, draft);
    this.#show(row, { ...draft, id });
  }

  // Whether a draft can be gone on with in its message: not over what is being typed there.
  canResume({ key }) {
    const row = this.findRow(key);
    return Boolean(row) && !isEditing(row);
  }

  // Goes on with a draft of another tab, in its message.
  resume(draft) {
    const row = this.findRow(draft.key);
    if (this.canResume(draft)) this.#show(row, draft);
    focusEditor(row);
    this.onChange();
  }

  discard({ id }) {
    this.drafts.remove(id);
    this.onChange();
  }

  // It was not meant to be discarded.
  putBack({ id, text, from, base, isConflict, error }) {
    this.drafts.put(id, { text, from, base, isConflict, error });
    this.onChange();
  }

  stop() {
    this.stopListening();
  }

  #isInEditor({ key, id }) {
    const row = this.findRow(key);
    return row && isEditing(row) && (id === this.drafts.idOf(key) || id === this.adopted.get(key));
  }

  // A draft as in EditDrafts.
  #show(row, { text, from, base, isConflict = false, error = "", id }) {
    const { key } = row.dataset;
    if (id && id !== this.drafts.idOf(key)) this.adopted.set(key, id);
    openEditor(row, text, this.maxLength, {
      typed: (typed) => this.drafts.put(this.drafts.idOf(key), { text: typed, from, base, isConflict }),
      save: (body) =>
        this.ask(body, from, () => {
          if (!this.willSay(row, body)) this.save(key, { body, from, base });
          this.#close(row, text);
        }),
      cancel: () => this.#close(row, text),
      preview: this.preview,
      removed: this.onChange,
    });
    if (isConflict) showEditError(row, CONFLICT, true);
    else if (error) showEditError(row, error, false);
  }

  // An adopted draft ends too, unless somebody goes on with it in its own tab.
  #close(row, begunText) {
    const { key } = row.dataset;
    this.drafts.removeIfStill(this.drafts.idOf(key), textIn(row));
    this.drafts.removeIfStill(this.adopted.get(key), begunText);
    this.adopted.delete(key);
    closeEditor(row);
    this.onChange();
    this.onClose();
  }

  // An editor that nobody has typed in follows the tab whose draft it shows; where that saves or cancels it, can be seen
  // what has become of it.
  #changedElsewhere({ id, key, removed }) {
    const row = this.findRow(key);
    const draft = this.drafts.find(key);
    if (row && !isEditing(row) && draft?.error) this.#show(row, draft); // refused: whoever has saved it is told
    else if (row && this.#isInEditor({ key, id })) {
      const isTypedIn = draft?.id === this.drafts.idOf(key);
      if (removed === null && isTypedIn) this.adopted.delete(key);
      else if (removed === null && draft) this.#showAgain(row, draft);
      else if (removed === null || textIn(row) === removed) closeEditor(row);
    }
    this.onChange();
  }

  #showAgain(row, draft) {
    closeEditor(row);
    this.#show(row, draft);
  }
}
