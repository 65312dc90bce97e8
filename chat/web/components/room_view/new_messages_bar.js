// How many messages are new in an open room: the bar above them, with since when, which goes when all are read; and the
// button below, for whoever has scrolled up.
import { onShownUnread } from "current_room";
import { dayName, startOfDay, timeOfDay } from "local_time";

const MAX_COUNT = 99;
const LEAST_TIME = 3000; // ms that it is shown: what is on the screen when a room is opened is read at once

function sinceWhen(time) {
  if (!time) return "";
  const isToday = startOfDay(time) === startOfDay(Date.now());
  return ` since ${isToday ? timeOfDay(time) : dayName(time).replace("Yesterday", "yesterday")}`;
}

export const jumpButton = {
  template: `
    <button type="button" class="jump">
      Jump to newest<span v-if="unseen" class="jump-count" translate="no">{{ unseen }}<span class="visually-hidden"> new</span></span>
    </button>`,

  props: { unseen: Number },
};

export default {
  template: `
    <div v-show="isShown" class="new-bar" role="group" aria-label="New messages" translate="no">
      <span class="new-bar-text">{{ number }} new<span class="wide-only"> message{{ count === 1 ? "" : "s" }}</span>{{ when }}</span>
      <button v-if="!isNearEnd" type="button" class="new-bar-jump" @click="$emit('jump')">Jump to newest</button>
      <button type="button" @click="markRead">Mark as read</button>
    </div>`,

  // count, since: as of NewMessages
  props: { room: String, count: Number, since: Number, isNearEnd: Boolean },

  emits: ["jump", "read", "toggle"],

  data() {
    return { unread: this.count, isFresh: false }; // until the sidebar has counted
  },

  computed: {
    isShown() {
      return this.count > 0 && (this.unread > 0 || this.isFresh);
    },

    number() {
      return this.count > MAX_COUNT ? `${MAX_COUNT}+` : this.count;
    },

    when() {
      return sinceWhen(this.since);
    },
  },

  watch: {
    isShown(isShown) {
      this.$emit("toggle", isShown);
      if (isShown) this.begin();
    },
  },

  mounted() {
    this.stopCounting = onShownUnread(({ room, count }) => {
      if (room === this.room) this.unread = count;
    });
    if (!this.isShown) return;
    this.$emit("toggle", true);
    this.begin();
  },

  unmounted() {
    this.stopCounting();
    clearTimeout(this.timer);
  },

  methods: {
    begin() {
      clearTimeout(this.timer);
      this.isFresh = true;
      this.timer = setTimeout(() => {
        this.isFresh = false;
      }, LEAST_TIME);
    },

    markRead() {
      clearTimeout(this.timer);
      this.isFresh = false;
      document.dispatchEvent(new CustomEvent("unread:read", { detail: { room: this.room } }));
      this.$emit("read");
    },
  },
};
