// The editors that are open in the rows of one list. What is typed in them outlives the row, the room and the page.
import { closeEditor, focusEditor, isEditing, openEditor, showEditError, textIn } from "message_editor";
import { sourceOf } from "message_text";

// When the text was edited last, null for never: what the server compares, to notice that somebody else was faster.
const baseOf = ({ dataset }) => (dataset.edited ? Number(dataset.edited) : null);

const CONFLICT = "This message was changed in the meantime. Save again to replace it with yours.";

export class MessageEditors {
  // drafts: an EditDrafts
  // findRow(key): the row of a message; undefined or null while it is not in the list
  // textOf(row): what the message's text is, for its author
  // save(key, { body, base }): the person has pressed *Save*
  // onClose(): they are done; onChange(): `unfinished` may be another
  constructor({ drafts, findRow, textOf, maxLength, save, onClose, onChange }) {
    Object.assign(this, { drafts, findRow, textOf, maxLength, save, onClose, onChange });
    this.stopListening = drafts.onChangedElsewhere((key, before) => this.#changedElsewhere(key, before));
  }

  // Drafts whose message is not in the list.
  get unfinished() {
    return this.drafts.all().filter(({ key }) => !this.findRow(key));
  }

  // For somebody who wants to edit.
  open(row) {
    if (!isEditing(row)) this.#show(row, { text: this.textOf(row), from: this.textOf(row), base: baseOf(row) });
    focusEditor(row);
  }

  // Rows have come: goes on with what was begun in them.
  restore(rows) {
    if (!this.drafts.all().length) return;
    for (const row of rows) {
      const draft = this.drafts.get(row.dataset.key);
      if (draft && row.hasAttribute("data-mine") && !isEditing(row)) this.#show(row, draft);
    }
    this.onChange();
  }

  // The server has refused an edit: back into the editor with it.
  reopen(row, { body, base }, error, isConflict) {
    const draft = { text: body, from: sourceOf(row), base: isConflict ? baseOf(row) : base, isConflict };
    this.drafts.put(row.dataset.key, draft);
    this.#show(row, draft);
    if (!isConflict) showEditError(row, error, false);
  }

  discard(key) {
    this.drafts.remove(key);
    this.onChange();
  }

  stop() {
    this.stopListening();
  }

  // A draft as in EditDrafts.
  #show(row, { text, from, base, isConflict = false }) {
    const { key } = row.dataset;
    openEditor(row, text, this.maxLength, {
      typed: (typed) => this.drafts.put(key, { text: typed, from, base, isConflict }),
      save: (body) => {
        if (body !== this.textOf(row)) this.save(key, { body, from, base });
        this.#close(row);
      },
      cancel: () => this.#close(row),
      removed: this.onChange,
    });
    if (isConflict) showEditError(row, CONFLICT, true);
  }

  #close(row) {
    this.drafts.removeIfStill(row.dataset.key, textIn(row));
    closeEditor(row);
    this.onChange();
    this.onClose();
  }

  // Goes on with what is typed there. What was saved or cancelled there is done here too.
  #changedElsewhere(key, before) {
    const row = this.findRow(key);
    const draft = this.drafts.get(key);
    if (row && isEditing(row) && (draft || textIn(row) === before)) {
      const hadFocus = row.querySelector(":scope > .message-editor").contains(document.activeElement);
      closeEditor(row);
      if (draft) this.#show(row, draft);
      if (draft && hadFocus) focusEditor(row);
    }
    if (row) this.restore([row]);
    this.onChange();
  }
}
