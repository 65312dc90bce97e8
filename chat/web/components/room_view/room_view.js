// An open room: its list of messages, what of it is in the outbox, the editors and the composer.
// Parts talk to each other through this component alone, so that a page can have several.
import { copy } from "clipboard";
import composer from "composer";
import { onShownUnread } from "current_room";
import { openOnDemand } from "dialog";
import { Drafts } from "drafts";
import { EditDrafts } from "edit_drafts";
import { formatMessage } from "format_message";
import { onLocalTimeChanged } from "local_time";
import { focusEditor, isEditing } from "message_editor";
import { MessageEditors } from "message_editors";
import { sourceOf } from "message_text";
import { MessageToolbar } from "message_toolbar";
import { NewMessages } from "new_messages";
import newMessagesBar from "new_messages_bar";
import { listenToRowKeys, rememberPlace, returnToPlace } from "reading";
import { RoomOutbox } from "room_outbox";
import { TypingUsers } from "typing";
import { openRoom } from "unread";
import { pendingMessages, unfinishedEdits } from "unsent";

const LINKED = 4000; // ms that a message is marked whose link was followed

export default {
  components: { composer, newMessagesBar, pendingMessages, unfinishedEdits },

  template: `
    <section class="room-view" :data-room="room" :data-has-news="hasBar ? '' : null" :data-has-pending="pending.length ? '' : null" @stream:rows="onRows"
             @stream:changes="onChanges" @stream:position="onPosition" @stream:state="onState"
             @stream:signal="onSignal" @stream:action="onAction" @input="complete">
      <section ref="column" class="message-list">
        <new-messages-bar :count="newCount" :since="newSince" :unread="unreadCount" :is-near-end="isNearEnd"
                          @jump="jumpToNewest" @read="markRead" @toggle="(isShown) => (hasBar = isShown)"></new-messages-bar>
        <slot></slot>
        <button v-show="!isNearEnd" type="button" class="jump" @click="jumpToNewest">
          Jump to newest<span v-if="unseen" class="jump-count" translate="no">{{ unseen }}<span class="visually-hidden"> new</span></span>
        </button>
      </section>
      <teleport v-if="list" :to="list">
        <pending-messages :me="me" :name="name" :entries="pending" @retry="(clientId) => outbox.retry(clientId)"
                          @discard="(clientId) => outbox.discard(clientId)" @resized="list.stream.keepPlace()"></pending-messages>
      </teleport>
      <unfinished-edits :edits="unfinished" :drafts="drafts" :can-write="!archived" @discard="discardUnfinished"
                        @resume="(edit) => editors.resume(edit)" @move="(text) => $refs.composer.append(text)"></unfinished-edits>
      <div v-if="archived" class="archived" role="note">This room is archived and read-only.</div>
      <div v-if="canJoin && !archived" class="join" role="note">
        <span>You are not in this room. Writing joins it.</span>
        <button type="button" @click="$emit('join')">Join room</button>
      </div>
      <div v-if="strangers.length && !archived" class="join" role="status">
        <span><bdi translate="no">{{ strangerNames }}</bdi> {{ strangers.length > 1 ? "are" : "is" }} not in this room and will not be told.</span>
        <button v-if="canAdd" type="button" @click="addStrangers">Add to room</button>
        <button type="button" @click="strangers = []">{{ canAdd ? "Not now" : "OK" }}</button>
      </div>
      <composer v-if="!archived" id="composer" ref="composer" :drafts="drafts" :placeholder="placeholder" :max-length="maxLength"
                :members="members" :typing-names="typingNames" @send="send" @typing="(isTyping) => $emit('typing', { is_typing: isTyping })"
                @edit-last="editLast" @pick-emoji="pickEmoji"></composer>
    </section>`,

  props: {
    me: String,
    name: String,
    room: String,
    label: String,
    placeholder: String,
    moderates: Boolean,
    archived: Boolean,
    canJoin: Boolean,
    maxLength: Number,
    members: Number,
    canAdd: Boolean,
    emoji: String,
    news: Object,
    linksBegin: String,
    linked: String, // the message whose link was followed
  },

  data: () => ({
    list: null, // the stream's element
    pending: [], // the room's messages in the outbox
    unfinished: [], // edits that stand in no row
    strangers: [], // whom the last message means and who are not in the room
    typing: new Map(), // see TypingUsers
    isNearEnd: true,
    unseen: 0,
    newCount: 0, // as of NewMessages
    newSince: null,
    unreadCount: 0,
    hasBar: false,
  }),

  computed: {
    typingNames() {
      return this.typingUsers.names;
    },
    strangerNames() {
      return this.strangers.map(({ name }) => name).join(", ");
    },
  },

  watch: {
    canJoin() {
      this.formatRows(); // `@room` means me now, or no more
    },
    label(label) {
      this.list.setAttribute("aria-label", label);
    },
  },

  created() {
    this.newMessages = new NewMessages(this.me, this.news, this.format);
    this.newCount = this.unreadCount = this.newMessages.count;
    this.drafts = new Drafts(this.me, this.room);
    this.typingUsers = new TypingUsers(this.typing);
    this.outbox = new RoomOutbox(this.me, this.room, { onChange: this.showOutbox, onAnswer: this.answered });
    this.editors = new MessageEditors({
      drafts: new EditDrafts(this.me, this.room),
      findRow: this.row,
      textOf: this.textOf,
      maxLength: this.maxLength,
      save: (key, args) => this.outbox.add("edit", args, key),
      onClose: this.focusComposer,
      onChange: this.showUnfinished,
    });
    this.toolbar = new MessageToolbar(this.circumstancesOf, {
      act: (row, action, args) => this.outbox.add(action, args, row.dataset.key),
      edit: this.edit,
      react: this.pickReaction,
      link: (row) => copy(`${this.linksBegin || location.origin}/rooms/${this.room}/@${row.dataset.key}`, "Link copied."),
      copy: (row) => copy(this.textOf(row), "Text copied."),
      unread: this.markUnread,
    });
  },

  mounted() {
    this.$el.roomView = this;
    this.list = this.$refs.column.querySelector(":scope > .stream");
    this.outbox.list = this.list;
    this.toolbar.listenTo(this.list);
    listenToRowKeys(this.list, this.focusComposer);
    this.stopFormatting = onLocalTimeChanged(this.formatRows);
    this.unread = openRoom(this.room, this.me, this.list.stream.keyAt("bottom"));
    this.stopCounting = onShownUnread(this.showUnread);
    this.showNews();
    this.showOutbox();
    this.editors.restore(this.rows(), { isOpening: true });
    window.addEventListener("pagehide", this.rememberPlace);
    if (this.linked) this.markLinked();
    else returnToPlace(this.room, this.list, this.news);
  },

  // Not `unmounted`, which is called after the next room has begun.
  beforeUnmount() {
    this.rememberPlace();
    window.removeEventListener("pagehide", this.rememberPlace);
    this.stopCounting();
    this.unread.close();
    this.stopFormatting();
    this.outbox.close();
    this.editors.stop();
    this.toolbar.remove();
    this.completion?.remove();
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
      rows.forEach(this.format);
      this.newMessages.show(event.target);
      this.outbox.rowsArrived(rows);
      if (this.list) this.editors.restore(rows);
      if (this.unfinished.length) this.showUnfinished();
    },

    onChanges(event) {
      if (!this.isFromList(event)) return;
      this.typingUsers.messagesCreated(event.detail.created);
      this.unread.apply(event.detail);
      this.newMessages.apply(event.detail);
      this.showNews();
    },

    onPosition(event) {
      if (!this.isFromList(event)) return;
      this.isNearEnd = event.detail.nearEnd;
      this.unseen = event.detail.unseen;
    },

    onState(event) {
      if (this.isFromList(event)) this.outbox.setLive(event.detail.state === "live");
    },

    onSignal(event) {
      if (!this.isFromList(event)) return;
      const { name, data } = event.detail;
      if (name === "typing" && String(data.id) !== this.me) this.typingUsers.add(data);
      if (name === "stopped-typing") this.typingUsers.remove(data.id);
    },

    // A button in a row: what it does goes through the outbox, instead of to the server at once.
    onAction(event) {
      if (!this.isFromList(event)) return;
      event.preventDefault();
      const { key, action, args } = event.detail;
      this.outbox.add(action, args, key);
    },

    // The message whose link was followed, for a few seconds.
    markLinked() {
      const row = this.row(this.linked);
      if (!row) return;
      row.dataset.linked = "";
      setTimeout(() => row.removeAttribute("data-linked"), LINKED);
    },

    rememberPlace() {
      rememberPlace(this.room, this.list, this.newMessages.newest);
    },

    format(row) {
      formatMessage(row, this.me, !this.canJoin);
    },

    formatRows() {
      this.rows().forEach(this.format);
      this.list.stream.keepPlace();
    },

    // ---- the outbox

    async send(body) {
      this.completion?.forget();
      if (this.members) this.strangers = this.completion?.strangersIn(body) ?? []; // nobody is added to direct rooms
      this.outbox.add("send", { body });
      await this.$nextTick();
      this.list.stream.jump();
    },

    showOutbox() {
      if (!this.list) return;
      this.pending = this.outbox.pendingMessages(this.row(this.list.stream.keyAt("bottom")));
      this.outbox.showActions();
      this.showUnfinished();
      this.list.stream.keepPlace();
    },

    answered(entry) {
      const { clientId, action, key, error, reason } = entry;
      const row = this.row(key);
      const { done } = this.toolbar.tool(action) ?? {};
      if (done && !error) Quasar.Notify.create({ message: done, type: "positive", position: "top" });
      const canEdit = row?.hasAttribute("data-mine") && !isEditing(row) && !this.archived;
      if (action !== "edit" || !error || !canEdit) return;
      this.toolbar.hide();
      this.editors.reopen(row, entry, reason === "conflict");
      if (this.$refs.composer.isIdle()) focusEditor(row);
      this.outbox.discard(clientId);
    },

    // ---- completing names

    // In the composer, and in editors of messages.
    async complete({ target }) {
      if (this.completion) return this.completion.typed(target);
      if (!/[@#]/.test(target.value)) return;
      try {
        const { Completion } = await import("completion");
        const ask = (kind, text) => this.$emit("complete", { kind, text });
        this.completion ??= new Completion(this.$el, { ask, members: () => this.members });
        if (document.activeElement === target) this.completion.typed(target);
      } catch (error) {
        console.warn(error); // such as without a connection: names can be typed
      }
    },

    addStrangers() {
      for (const { id } of this.strangers) {
        this.$emit("add", { person: String(id) });
        this.completion.welcome(id);
      }
      this.strangers = [];
      this.focusComposer();
    },

    completed(...found) {
      this.completion?.answer(...found);
    },

    // ---- acting on messages

    circumstancesOf(row) {
      const isMine = row.hasAttribute("data-mine");
      return { isMine, isEditing: isEditing(row), isArchived: this.archived, moderates: this.moderates };
    },

    edit(row) {
      this.toolbar.hide();
      this.editors.open(row);
    },

    textOf(row) {
      return this.outbox.waitingText(row.dataset.key) ?? sourceOf(row);
    },

    showUnfinished() {
      if (!this.list) return;
      const refused = this.outbox.refusedEdits.filter(({ key }) => !this.row(key));
      const begun = this.editors.unfinished.map((edit) => ({
        ...edit,
        isShown: Boolean(this.row(edit.key)),
        canResume: this.editors.canResume(edit),
      }));
      this.unfinished = [...begun, ...refused];
    },

    discardUnfinished(edit) {
      if (edit.clientId) this.outbox.discard(edit.clientId);
      else this.editors.discard(edit);
    },

    editLast() {
      const mine = this.list.querySelectorAll(":scope > [data-key][data-mine]");
      if (mine.length) this.edit(mine[mine.length - 1]);
    },

    pickReaction(row, rectangle, isByKey) {
      const { key } = row.dataset;
      this.openPicker(rectangle, {
        name: "Add reaction",
        returnFocusTo: isByKey ? row : null,
        onPick: (emoji) => this.outbox.add("react", { emoji, add: "true" }, key),
      });
    },

    pickEmoji(rectangle) {
      this.openPicker(rectangle, { name: "Emoji", returnFocusTo: null, onPick: (emoji) => this.$refs.composer.insert(emoji) });
    },

    openPicker(rectangle, options) {
      const load = async () => (await import("emoji_picker")).loadEmojiPicker(this.emoji);
      openOnDemand("The emoji", load, (picker) => picker.toggle(rectangle, options));
    },

    // By the sidebar, which knows what is unread in all rooms.
    markUnread({ dataset: { key } }) {
      document.dispatchEvent(new CustomEvent("unread:from", { detail: { room: this.room, message: key } }));
      this.toolbar.hide();
      this.newMessages.markUnread(key);
      this.showNews();
    },

    markRead() {
      document.dispatchEvent(new CustomEvent("unread:read", { detail: { room: this.room } }));
      this.focusComposer();
    },

    showUnread({ room, count }) {
      if (room === this.room) this.unreadCount = count;
    },

    showNews() {
      this.newCount = this.newMessages.count;
      this.newSince = this.newMessages.since;
      this.list.stream.keepPlace();
    },

    showPerson(id, name, avatar) {
      for (const row of this.list.querySelectorAll(`:scope > [data-author="${Number(id)}"]`)) {
        row.querySelector(":scope > b").textContent = name;
        if (avatar) row.dataset.avatar = avatar;
        else delete row.dataset.avatar;
        this.format(row);
      }
      for (const mention of this.list.querySelectorAll(`.mention[data-person="${Number(id)}"]`)) mention.textContent = `@${name}`;
      this.unread.rename(id, name);
    },

    row(key) {
      return this.list && document.getElementById(`${this.list.id}-${key}`);
    },

    rows() {
      return [...this.list.querySelectorAll(":scope > [data-key]")];
    },

    // ---- focus

    focusComposer() {
      this.$refs.composer?.focus();
    },

    jumpToNewest() {
      this.list.stream.jump();
      this.focusComposer();
    },
  },
};
