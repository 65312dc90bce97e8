// What waits in all rooms of the outbox, or was refused: a count at each room's link, a button, and the list that it opens.
import { makeButton, UNDO_TIME } from "button";
import { onRoomShown, roomLinks } from "current_room";
import { makeDialog, toggle } from "dialog";
import { describe, isWaiting, markRooms } from "outbox_marks";
import { discardEntry, listenToOutbox, pageOutbox, retryEntry } from "page_outbox";
import { isConnected, onConnection } from "socket";

const PATIENCE = 1000; // ms that an entry may take before it is worth a word

const REFUSED = { delete: "Not deleted", react: "Reaction not changed", save: "Not saved for later", remind: "No reminder set", pin: "Not pinned", unpin: "Not unpinned", unpreview: "Preview not removed", describe: "Not described", act: "Not pressed" };

// ---- the list: a dialog of all entries, by room

const TEMPLATE = `
  <header class="dialog-head">
    <h2>Not sent yet</h2><button type="button" class="quiet dialog-close">Close</button>
  </header>
  <ul class="outbox-list" translate="no"></ul>
  <p class="outbox-none">Nothing is waiting.</p>
  <p class="outbox-undo" role="status"></p>`;

const NAMES = { send: "Message", edit: "Edit", delete: "Deletion", react: "Reaction", save: "Save for later", remind: "Reminder", pin: "Pin", unpin: "Unpin", unpreview: "Preview", describe: "Description", act: "Press" };

const roomName = (room) =>
  roomLinks().find(({ dataset }) => dataset.key === room)?.querySelector(".room-name").textContent ?? "A room that is not in the list";

function makeItem(entry) {
  const { clientId, room, home, action, args, error } = entry;
  const item = document.createElement("li");
  item.dataset.clientId = clientId;
  item.innerHTML = '<a></a> <span class="outbox-state"></span><div class="outbox-text" dir="auto"></div>';
  const [link, state, text] = item.children;
  link.href = `/rooms/${room}`;
  link.textContent = home ? `Thread in ${roomName(home)}` : roomName(room);
  state.textContent = `${NAMES[action]}: ${error ?? (entry.wasSent ? "being sent" : "waiting")}`;
  text.textContent = [args.emoji, args.body || entry.about].filter(Boolean).join(" ");
  if (args.body && entry.files?.length) text.append(`\n${entry.about}`); // the names of its files
  item.toggleAttribute("data-refused", Boolean(error));
  if (error) item.append(makeButton("Retry", () => retryEntry(clientId)));
  if (error || !entry.wasSent) item.append(makeButton("Discard", () => discardEntry(clientId, showUndo)));
  return item;
}

let dialog = null;

let undoTimer = null;

// Here, since nothing behind the dialog can be pressed.
function showUndo(message, undo) {
  const line = dialog.querySelector(".outbox-undo");
  const hide = () => {
    clearTimeout(undoTimer);
    const hadFocus = line.contains(document.activeElement);
    line.replaceChildren();
    if (hadFocus) (dialog.querySelector(".outbox-list > :last-child a") ?? dialog.querySelector(".dialog-close")).focus();
  };
  const takeBack = () => {
    undo();
    hide();
  };
  line.replaceChildren(message, " ", makeButton("Undo", takeBack));
  clearTimeout(undoTimer);
  undoTimer = setTimeout(hide, UNDO_TIME);
}

function makeOutboxDialog(outbox) {
  dialog = makeDialog("outbox", "Not sent yet", TEMPLATE);
  dialog.addEventListener("click", ({ target }) => target.closest("a") && dialog.close());
  listenToOutbox({ changed: () => dialog.open && fill(outbox) });
}

function fill(outbox) {
  const state = outbox.entries.map(({ clientId, error, wasSent }) => `${clientId} ${error} ${wasSent}`).join("\n");
  if (dialog.dataset.state === state) return;
  dialog.dataset.state = state;
  const list = dialog.querySelector("ul");
  const focused = list.contains(document.activeElement) && document.activeElement;
  const before = [...list.children];
  list.replaceChildren(...outbox.entries.map(makeItem));
  if (focused) focusAgain(list, focused, before);
}

// What had the focus is drawn anew; where it has gone, what stands there now gets it.
function focusAgain(list, focused, before) {
  const old = focused.closest("li");
  const now = [...list.children];
  const same = now.find(({ dataset }) => dataset.clientId === old.dataset.clientId);
  const again = [...(same?.querySelectorAll("a, button") ?? [])].find(({ textContent }) => textContent === focused.textContent);
  const item = same ?? now[before.indexOf(old)] ?? now.at(-1);
  (again ?? item?.querySelector("a") ?? dialog.querySelector(".dialog-close")).focus();
}

function showList(outbox) {
  if (!dialog) makeOutboxDialog(outbox);
  fill(outbox);
  toggle(dialog);
}

// ---- the button

export default {
  template: `
    <div v-if="text" class="outbox-summary" :data-refused="hasRefused ? '' : null">
      <button type="button" translate="no" @click="showList">{{ text }}</button>
    </div>`,

  props: { me: String },

  data: () => ({ text: "", hasRefused: false }),

  created() {
    this.outbox = pageOutbox(this.me);
  },

  mounted() {
    this.stopListening = listenToOutbox({ changed: this.show, answered: this.answered });
    this.stopWatching = onRoomShown(this.show);
    this.$nextTick(() => onConnection({ connected: this.show, disconnected: this.show }));
    this.show();
  },

  unmounted() {
    clearTimeout(this.timer);
    this.stopListening();
    this.stopWatching();
  },

  methods: {
    // To be called too when the links of rooms were drawn anew.
    show() {
      clearTimeout(this.timer);
      const entries = this.outbox.entries.filter(this.isNoticeable);
      if (entries.length < this.outbox.entries.length) this.timer = setTimeout(this.show, PATIENCE);
      markRooms(entries);
      this.text = describe(entries);
      this.hasRefused = !entries.every(isWaiting);
      if (entries.length) document.body.dataset.outbox = this.hasRefused ? "refused" : "waiting";
      else delete document.body.dataset.outbox;
    },

    // What has no text is not kept when it is refused.
    answered({ action, error }) {
      if (error && REFUSED[action]) Quasar.Notify.create({ message: `${REFUSED[action]}: ${error}`, type: "negative", position: "top" });
    },

    isNoticeable({ at, error }) {
      return error || !isConnected() || Date.now() - at > PATIENCE;
    },

    showList() {
      showList(this.outbox);
    },
  },
};
