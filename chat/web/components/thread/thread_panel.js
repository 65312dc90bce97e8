// The panel of a thread, around its replies, which are a room_view.js: the message that it began with, following, closing.
// That message is a row of the room beside it, where its changes are heard of and where what is done to it is sent from.
import { copy } from "clipboard";
import { onRoomShown, shownThread } from "current_room";
import { followLink } from "follow_link";
import { formatMessage, showPerson } from "format_message";
import { isTouch, onKeys } from "keyboard";
import { onLocalTimeChanged } from "local_time";

const roomView = () => document.getElementById("messages")?.closest(".room-view").roomView;

export default {
  template: `
    <section class="thread-panel" aria-labelledby="thread-title">
      <header class="panel-head thread-head">
        <button type="button" class="thread-back" aria-label="Back" @click="close"></button>
        <div class="thread-title"><h2 id="thread-title">Thread</h2><span translate="no">{{ roomName }}</span></div>
        <button type="button" class="quiet" popovertarget="thread-menu" aria-haspopup="menu" aria-expanded="false" aria-label="Thread menu" title="Thread menu">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h.01M8 8h.01M13 8h.01"/></svg>
        </button>
        <button type="button" class="quiet thread-close" aria-label="Close thread" title="Close thread" @click="close">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8M12 4l-8 8"/></svg>
        </button>
        <div class="menu" id="thread-menu" popover role="menu" aria-label="Thread menu">
          <button type="button" role="menuitem" tabindex="-1" autofocus @click="$emit('follow', { on: !isFollowed })">{{ isFollowed ? "Unfollow thread" : "Follow thread" }}</button>
          <button type="button" role="menuitem" tabindex="-1" @click="copyLink">Copy link</button>
          <a role="menuitem" tabindex="-1" :href="'/rooms/' + home + '/@' + rootKey">Show in the room</a>
        </div>
      </header>
      <slot></slot>
      <teleport v-if="start" :to="start">
        <div ref="root" class="thread-root" @click.capture="pressed"></div>
        <p v-if="count" class="thread-count" translate="no">{{ count }}</p>
      </teleport>
    </section>`,

  // home: the room's id; root: the message's row, as drawn
  props: { me: String, home: String, rootKey: String, root: String, roomName: String, isFollowed: Boolean },

  emits: ["follow", "root"],

  data: () => ({ start: null, count: "" }),

  watch: {
    root(html) {
      this.show(html);
    },
  },

  // In sight before its box takes the focus, and before the page says what is shown.
  created() {
    document.body.toggleAttribute("data-thread", true);
  },

  async mounted() {
    const list = this.$el.querySelector("#thread");
    this.gone = new AbortController();
    const { signal } = this.gone;
    onKeys(this.$el, this.keyPressed, { signal });
    document.addEventListener("stream:changes", this.hear, { signal });
    this.stopFormatting = onLocalTimeChanged(() => this.show(this.html));
    this.stopWatching = onRoomShown(this.look);
    this.start = list.querySelector(".stream-start");
    await this.$nextTick();
    if (signal.aborted) return;
    this.show(this.root);
    roomView()?.actions.toolbar.listenTo(this.$refs.root);
  },

  beforeUnmount() {
    this.giveFocusBack();
    this.gone.abort();
    this.stopFormatting();
    this.stopWatching();
  },

  methods: {
    // Above the replies, and of the day of the first ones: none of them says that again.
    show(html) {
      if (!this.$refs.root) return;
      this.html = html;
      const template = document.createElement("template");
      template.innerHTML = html;
      const row = template.content.firstElementChild;
      const hadFocus = this.$refs.root.contains(document.activeElement);
      row.dataset.key = this.rootKey;
      row.tabIndex = 0;
      this.$refs.root.replaceChildren(row);
      formatMessage(row, { me: this.me, room: this.home, isMember: true });
      this.count = row.querySelector(":scope > .thread-link strong")?.textContent ?? "";
      if (hadFocus) row.focus({ preventScroll: true });
      const top = this.start.closest(".stream-top");
      if (top.dataset.at === row.dataset.at) return;
      top.dataset.at = row.dataset.at;
      this.$el.querySelector(".room-view").roomView.formatRows();
    },

    // What has changed in the room.
    hear({ target, detail: { edited, deleted, reset } }) {
      if (target.id !== "messages") return;
      const row = [...edited, ...(reset ?? [])].findLast(([key]) => key === this.rootKey);
      if (row) this.show(row[1]);
      else if (deleted.includes(this.rootKey)) this.close();
      else if (reset) this.$emit("root");
    },

    // A reaction to it is the room's, not the thread's.
    pressed(event) {
      const button = event.target.closest("button[data-action]");
      if (!button) return;
      event.stopPropagation();
      const { action, ...args } = button.dataset;
      roomView()?.outbox.add(action, args, this.rootKey);
    },

    showPerson(id, name, avatar) {
      for (const row of showPerson(this.$refs.root, Number(id), name, avatar)) formatMessage(row, { me: this.me, room: this.home, isMember: true });
    },

    copyLink() {
      copy(`${location.origin}/rooms/${this.home}/thread/${this.rootKey}`, "Link copied.");
    },

    // ---- closing

    keyPressed(event) {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    },

    // On a phone, Back does the same.
    close() {
      const path = `/rooms/${this.home}`;
      if (history.state?.from === path) history.back();
      else followLink(path);
    },

    look() {
      if (shownThread() !== this.rootKey) this.giveFocusBack();
    },

    // To the message, in the room; on a touch screen nothing has it that would open the keyboard.
    giveFocusBack() {
      this.$el.querySelector(".room-view")?.removeAttribute("data-used");
      if (!this.$el.contains(document.activeElement)) return;
      document.activeElement.blur();
      const row = document.getElementById(`messages-${this.rootKey}`);
      if (isTouch) return;
      if (row) row.focus({ preventScroll: true });
      else roomView()?.focusComposer();
    },
  },
};
