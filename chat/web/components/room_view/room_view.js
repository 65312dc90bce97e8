// An open room: its list of messages, those not yet acknowledged, the editor and the composer.
// Parts talk to each other through this component alone, so that a page can have several.
import composer from "composer";
import { isTouch } from "device";
import { pickEmoji } from "emoji_picker";
import { continues, formatMessage } from "format_message";
import { onKeys } from "keyboard";
import { onLocalTimeChanged } from "local_time";
import { closeEditor, isEditing, openEditor, showEditError } from "message_editor";
import { MessageToolbar } from "message_toolbar";
import { RoomState } from "page_state";
import pendingMessages from "pending_messages";
import { SendQueue } from "send_queue";
import { RoomServer } from "server";
import { TypingUsers } from "typing_users";
import { openRoom } from "unread";

export default {
  components: { composer, pendingMessages },

  template: `
    <section class="room-view" :data-has-pending="pending.length ? '' : null" @stream:rows="onRows"
             @stream:changes="onChanges" @stream:position="onPosition" @stream:state="onState" @stream:signal="onSignal">
      <section ref="column" class="message-list">
        <slot></slot>
        <button v-show="!isNearEnd" type="button" class="jump" @click="jumpToNewest">
          Jump to newest<span v-if="unseen" class="jump-count" translate="no">{{ unseen }}<span class="visually-hidden"> new</span></span>
        </button>
      </section>
      <teleport v-if="list && !archived" :to="list">
        <pending-messages :me="me" :name="name" :entries="pending" @retry="(clientId) => queue.retry(clientId)"
                          @discard="(clientId) => queue.remove(clientId)" @resized="list.stream.keepPlace()"></pending-messages>
      </teleport>
      <div v-if="archived" class="archived" role="note">This room is archived and read-only.</div>
      <composer v-else id="composer" ref="composer" :state="state" :placeholder="placeholder" :max-length="maxLength"
                :typing-names="typingNames" @send="send" @typing="(isTyping) => server.notifyTyping(isTyping)"
                @edit-last="editLast"></composer>
    </section>`,

  props: {
    me: String,
    name: String,
    room: String,
    label: String,
    placeholder: String,
    moderates: Boolean,
    archived: Boolean,
    maxLength: Number,
    emoji: String,
  },

  data: () => ({
    list: null, // the stream's element
    pending: [], // the send queue's entries
    typing: new Map(), // see TypingUsers
    isNearEnd: true,
    unseen: 0,
  }),

  computed: {
    typingNames() {
      return this.typingUsers.names;
    },
  },

  watch: {
    label(label) {
      this.list.setAttribute("aria-label", label);
    },

    archived(isArchived) {
      if (isArchived) this.queue.close();
      else this.openQueue().setLive(this.server.isLive);
    },
  },

  created() {
    this.state = new RoomState(this.me, this.room);
    this.typingUsers = new TypingUsers(this.typing);
    if (!this.archived) this.openQueue();
    this.toolbar = new MessageToolbar({
      act: (row, action) => this.server.act(row.dataset.key, action),
      edit: this.edit,
      react: this.pickReaction,
    });
  },

  mounted() {
    this.$el.roomView = this;
    this.list = this.$refs.column.querySelector(":scope > .stream");
    this.server = new RoomServer((name, args) => this.$emit(name, args), this.list);
    this.list.addEventListener("mouseover", ({ target }) => this.offerActions(target));
    // On a touch screen the toolbar stays until another row is tapped; some browsers make up mouse events after a tap.
    if (!isTouch) this.list.addEventListener("mouseleave", () => this.toolbar.hide());
    this.list.addEventListener("focusin", ({ target }) => this.offerActions(target));
    this.list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.list.contains(relatedTarget)) this.toolbar.hide();
    });
    onKeys(this.list, this.pressed);
    this.stopFormatting = onLocalTimeChanged(this.formatRows);
    this.unread = openRoom(this.room, this.me, this.list.stream.keyAt("bottom"));
  },

  unmounted() {
    this.unread.close();
    this.stopFormatting();
    this.queue?.close();
    this.typingUsers.clear();
  },

  methods: {
    // ---- events of the stream

    // Of this room's own list, which reports its first rows before this component is mounted.
    isFromList({ target }) {
      return target.parentElement === this.$refs.column;
    },

    onRows(event) {
      if (!this.isFromList(event)) return;
      const { rows } = event.detail;
      for (const row of rows) formatMessage(row, this.me);
      for (const { dataset } of rows) if (dataset.author === this.me && dataset.clientId) this.queue?.remove(dataset.clientId);
    },

    onChanges(event) {
      if (!this.isFromList(event)) return;
      this.typingUsers.messagesCreated(event.detail.created);
      this.unread.apply(event.detail);
    },

    onPosition(event) {
      if (!this.isFromList(event)) return;
      this.isNearEnd = event.detail.nearEnd;
      this.unseen = event.detail.unseen;
    },

    onState(event) {
      if (this.isFromList(event) && !this.archived) this.queue?.setLive(event.detail.state === "live");
    },

    onSignal(event) {
      if (!this.isFromList(event)) return;
      const { name, data } = event.detail;
      if (name === "typing" && String(data.id) !== this.me) this.typingUsers.add(data);
      if (name === "stopped-typing") this.typingUsers.remove(data.id);
    },

    formatRows() {
      for (const row of this.rows()) formatMessage(row, this.me);
      this.list.stream.keepPlace();
    },

    // ---- sending

    openQueue() {
      this.pending = [];
      this.queue = new SendQueue(this.pending, this.state, (entry) => this.server.send(entry));
      return this.queue;
    },

    async send(body) {
      this.queue.add(body, { isGrouped: continues(this.rows().at(-1), this.me, Date.now()) });
      await this.$nextTick();
      this.list.stream.jump();
    },

    acknowledged(clientId) {
      this.queue.acknowledged(clientId);
    },

    postponed(clientId, seconds) {
      this.queue.postponed(clientId, seconds);
    },

    refused(clientId, message) {
      this.queue.refused(clientId, message);
    },

    // ---- acting on messages

    offerActions(target) {
      const row = target.closest?.("[data-key]");
      if (row?.parentElement !== this.list || row === this.toolbar.row) return;
      const isMine = row.hasAttribute("data-mine");
      if (isEditing(row)) return this.toolbar.hide();
      this.toolbar.show(row, { isMine, isArchived: this.archived, moderates: this.moderates });
    },

    edit(row) {
      this.toolbar.hide();
      openEditor(row, this.maxLength, {
        save: ({ dataset }, body) => this.server.act(dataset.key, "edit", { body }),
        cancel: this.closeEditor,
        lost: (text) => this.$refs.composer?.append(text),
      });
    },

    closeEditor(row) {
      closeEditor(row);
      this.focusComposer();
    },

    editLast() {
      const mine = this.list.querySelectorAll(":scope > [data-key][data-mine]");
      if (mine.length) this.edit(mine[mine.length - 1]);
    },

    pickReaction(row, button, isByKey) {
      const { key } = row.dataset;
      pickEmoji(this.emoji, button, {
        returnFocusTo: isByKey ? row : null,
        onPick: (emoji) => this.server.act(key, "react", { emoji, on: "true" }),
      });
    },

    actionDone(key, action) {
      const row = this.row(key);
      if (action === "edit" && row && isEditing(row)) this.closeEditor(row);
      const { done } = this.toolbar.tool(action) ?? {};
      if (done) Quasar.Notify.create({ message: done, type: "positive", position: "top" });
    },

    actionRefused(key, message) {
      const row = this.row(key);
      if (row && isEditing(row)) showEditError(row, message);
      else Quasar.Notify.create({ message, type: "negative", position: "top" });
    },

    showPerson(id, name, avatar) {
      for (const row of this.list.querySelectorAll(`:scope > [data-author="${Number(id)}"]`)) {
        row.querySelector(":scope > b").textContent = name;
        if (avatar) row.dataset.avatar = avatar;
        else delete row.dataset.avatar;
        formatMessage(row, this.me);
      }
      this.unread.rename(id, name);
    },

    row(key) {
      return document.getElementById(`${this.list.id}-${key}`);
    },

    rows() {
      return [...this.list.querySelectorAll(":scope > [data-key]")];
    },

    // ---- keys and focus

    pressed(event) {
      const row = event.target;
      if (row === this.list && event.key === "ArrowUp") return this.focusRow(event, this.rows().at(-1));
      if (row.parentElement !== this.list || !row.dataset.key) return;
      if (event.key === "ArrowUp") this.focusRow(event, row.previousElementSibling);
      else if (event.key === "ArrowDown") this.focusRow(event, row.nextElementSibling);
      else if (event.key === "Escape") this.focusComposer();
    },

    focusRow(event, row) {
      if (!row?.dataset.key) return;
      event.preventDefault();
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    },

    focusComposer() {
      this.$refs.composer?.focus();
    },

    jumpToNewest() {
      this.list.stream.jump();
      this.focusComposer();
    },
  },
};
