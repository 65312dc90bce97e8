// What waits in all rooms of the outbox, or was refused: a count at each room's link, and a button that opens a list.
import { currentRoom, onRoomShown, roomLinks } from "current_room";
import { showOutboxList } from "outbox_list";
import { listenToOutbox, pageOutbox } from "page_outbox";
import { isConnected, onConnection } from "socket";

const PATIENCE = 1000; // ms that an entry may take before it is worth a word

const REFUSED = { delete: "Not deleted", react: "Reaction not changed", save: "Not saved for later" };

const isWaiting = ({ error }) => !error;

// Names what there is, such as "2 waiting, 1 not sent".
function describe(entries) {
  const waiting = entries.filter(isWaiting).length;
  const refused = entries.length - waiting;
  return [waiting && `${waiting} waiting`, refused && `${refused} not sent`].filter(Boolean).join(", ");
}

// The room that is shown has them in its column.
function markRoom(link, entries) {
  let mark = link.querySelector(":scope > .room-waiting");
  if (entries.length) link.dataset.unsent = entries.length;
  else delete link.dataset.unsent;
  if (!entries.length || link.dataset.key === currentRoom()) return mark?.remove();
  if (!mark) {
    mark = document.createElement("span");
    mark.className = "room-waiting";
    mark.dataset.keep = "";
    mark.translate = false;
    link.append(mark);
  }
  mark.textContent = entries.length;
  mark.title = describe(entries);
  mark.toggleAttribute("data-refused", !entries.every(isWaiting));
  return undefined;
}

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
    onRoomShown(this.show);
    this.$nextTick(() => onConnection({ connected: this.show, disconnected: this.show }));
    this.show();
  },

  unmounted() {
    clearTimeout(this.timer);
    this.stopListening();
  },

  methods: {
    // To be called too when the links of rooms were drawn anew.
    show() {
      clearTimeout(this.timer);
      const entries = this.outbox.entries.filter(this.isNoticeable);
      if (entries.length < this.outbox.entries.length) this.timer = setTimeout(this.show, PATIENCE);
      const byRoom = Map.groupBy(entries, ({ room }) => room);
      for (const link of roomLinks()) markRoom(link, byRoom.get(link.dataset.key) ?? []);
      this.text = describe(entries);
      this.hasRefused = !entries.every(isWaiting);
      if (entries.length) document.body.dataset.outbox = this.hasRefused ? "refused" : "waiting";
      else delete document.body.dataset.outbox;
    },

    // What has no text is not kept when it is refused.
    answered({ action, args, error }) {
      if (error && !args.body) Quasar.Notify.create({ message: `${REFUSED[action]}: ${error}`, type: "negative", position: "top" });
    },

    isNoticeable({ at, error }) {
      return error || !isConnected() || Date.now() - at > PATIENCE;
    },

    showList() {
      showOutboxList(this.outbox);
    },
  },
};
