// An open room: its list of messages, what of it is in the outbox and the editors; below stands room_foot.js.
// Parts talk to each other through this component alone, so that a page can have several.
import { attempt } from "attempt";
import { showBeside } from "current_room";
import { DayLine } from "day_line";
import { Drafts } from "drafts";
import { formatMessage, showPerson } from "format_message";
import { listenToFormattedText } from "formatted_text";
import { onLocalTimeChanged } from "local_time";
import { MembersChanged } from "members_changed";
import newMessagesBar, { jumpButton } from "new_messages_bar";
import { listenToFiles } from "page_files";
import { listenToPaste } from "paste";
import { updatePermalinks } from "permalinks";
import { PreviewRequests } from "preview";
import { listenToQuotes, quoteOf, updateQuotes } from "quotes";
import { listenToRowKeys, markLinked, rememberPlace, returnToPlace } from "reading";
import roomFoot from "room_foot";
import { roomNews } from "room_news";
import { RoomPins } from "room_pins";
import { roomWaiting } from "room_waiting";
import { RowActions } from "row_actions";
import { RunningTexts } from "running_texts";
import { openRoom } from "unread";
import { addCommands } from "slash_text";
import { pendingMessages } from "unsent";

// What the stream reports, and by which method the room hears of it.
const REPORTS = {
  "stream:rows": "showRows",
  "stream:changes": "applyChanges",
  "stream:position": "showPosition",
  "stream:state": "showState",
  "stream:signal": "hearSignal",
  "stream:action": "act",
};

export default {
  components: { jumpButton, newMessagesBar, pendingMessages, roomFoot },

  mixins: [roomNews, roomWaiting],

  template: `
    <section class="room-view" :data-room="room" :data-moderates="moderates ? '' : null" :data-has-news="hasBar ? '' : null" :data-has-pending="pending.length ? '' : null" @stream:rows="hear"
             @stream:changes="hear" @stream:position="hear" @stream:state="hear" @stream:signal="hear" @stream:action="hear"
             @input="({ target }) => $refs.foot.complete(target)" @focusin="noteUsed">
      <section ref="column" class="message-list">
        <new-messages-bar :room="room" :count="newCount" :since="newSince" :is-near-end="isNearEnd"
                          @jump="jumpToNewest" @read="focusComposer" @toggle="(isShown) => (hasBar = isShown)"></new-messages-bar>
        <slot></slot>
        <p ref="day" class="day-line" aria-hidden="true" translate="no" hidden></p>
        <jump-button v-show="!isNearEnd" :unseen="unseen" @click="jumpToNewest"></jump-button>
      </section>
      <p class="visually-hidden" role="status">{{ finished }}</p>
      <teleport v-if="list" :to="list">
        <pending-messages :me="me" :name="name" :entries="pending" @retry="(clientId) => outbox.retry(clientId)" @remove="(...file) => outbox.removeFile(...file)"
                          @discard="(clientId) => outbox.discardByHand(clientId)" @resized="list.stream.keepPlace()"></pending-messages>
      </teleport>
      <room-foot ref="foot" :me="me" :room="room" :moderates="moderates" :list-name="listName" :prefix="prefix" :box-label="boxLabel" :also="also" :drafts="drafts" :unfinished="unfinished" :read-only="readOnly" :linked="linked" :can-join="canJoin" :can-add="canAdd"
                 :placeholder="placeholder" :max-length="maxLength" :members="members" :emoji="emoji" :ask-preview="askPreview" @join="$emit('join')"
                 @add="(person) => $emit('add', person)" @complete="(begun) => $emit('complete', begun)" @command="(command) => $emit('command', command)"
                 @typing="(isTyping) => $emit('typing', { is_typing: isTyping })" @send="send" @edit-last="actions.editLast()"
                 @discard="(edit) => actions.discard(edit)" @moved="(edit) => actions.drop(edit)" @resume="(edit) => actions.editors.resume(edit)"></room-foot>
    </section>`,

  props: {
    me: String,
    name: String,
    room: String,
    listName: String, // the list's id
    prefix: String, // of ids of what stands beside the list, which each list on a page has for itself
    boxLabel: String, // what the box to write in is called
    home: String, // of a thread: its room, to which links lead
    also: String, // see room_foot.js
    label: String,
    placeholder: String,
    moderates: Boolean,
    readOnly: String, // why one cannot write here, if one cannot
    canJoin: Boolean,
    maxLength: Number,
    members: Number,
    canAdd: Boolean,
    emoji: String,
    kinds: Array, // commands of plugins
    news: Object,
    linksBegin: String,
    pins: Array, // the messages that are pinned, and those whose replies are
    linked: String, // the message whose link was followed
  },

  data: () => ({
    list: null, // the stream's element
    isNearEnd: true,
    unseen: 0,
    finished: "", // a message that was written word by word, once it is whole: to be read aloud
  }),

  watch: {
    canJoin() {
      this.formatRows(); // `@room` means me now, or no more
    },
    readOnly() {
      this.formatRows(); // what is live can be pressed no more, or again
    },
    label(label) {
      this.list.setAttribute("aria-label", label);
    },
  },

  created() {
    addCommands(this.kinds ?? []);
    this.drafts = new Drafts(this.me, this.room);
    this.previews = new PreviewRequests((number, text) => this.$emit("preview", { number, text }));
    this.actions = new RowActions(this, { onChange: this.showOutbox, onUnfinished: this.showUnfinished });
    this.outbox = this.actions.outbox;
    this.running = new RunningTexts({ onFinished: this.readAloud, keepPlace: () => this.list?.stream.keepPlace() });
  },

  mounted() {
    this.$el.roomView = this;
    this.list = this.$refs.column.querySelector(":scope > .stream");
    this.actions.listenTo(this.list);
    this.dayLine = new DayLine(this.list, this.$refs.day);
    this.dayLine.watch(this.rows());
    this.membersChanged = new MembersChanged(() => this.$emit("members"));
    this.roomPins = new RoomPins(this.room, this.pins);
    listenToRowKeys(this.list, { leave: this.focusComposer, reply: this.reply });
    listenToQuotes(this.list, markLinked);
    listenToPaste(this.$el);
    this.stopFormattedText = listenToFormattedText(this.list);
    this.stopFormatting = onLocalTimeChanged(this.formatRows);
    if (this.prefix) this.stopShowing = showBeside(this.room, this.list);
    this.unread = openRoom(this.room, this.me, this.list.stream.keyAt("bottom"));
    this.showNews();
    this.showOutbox();
    this.stopFiles = listenToFiles({ progressed: this.showProgress });
    this.actions.editors.restore(this.rows(), { isOpening: true });
    window.addEventListener("pagehide", this.rememberPlace);
    if (this.linked) markLinked(this.row(this.linked));
    else returnToPlace(this.room, this.list, this.news);
  },

  // Not `unmounted`, which is called after the next room has begun.
  beforeUnmount() {
    this.rememberPlace();
    window.removeEventListener("pagehide", this.rememberPlace);
    this.unread.close();
    this.stopShowing?.();
    this.stopFiles();
    this.stopFormatting();
    this.stopFormattedText();
    this.actions.stop();
    this.dayLine.stop();
    this.membersChanged.stop();
    this.roomPins.stop();
    this.running.stop();
  },

  methods: {
    // ---- what the stream reports

    // Of this room's own list, which reports its first rows before this component is mounted.
    hear(event) {
      if (event.target.parentElement === this.$refs.column) this[REPORTS[event.type]](event.detail, event);
    },

    showRows({ rows }, { target }) {
      rows.forEach(this.format);
      this.newMessages.show(target);
      this.dayLine?.watch(rows);
      this.actions.rowsArrived(rows);
      if (this.unfinished.length) this.showUnfinished();
    },

    applyChanges(changes) {
      this.$refs.foot.applyChanges(changes);
      updateQuotes(this.list, changes);
      updatePermalinks(changes);
      this.roomPins?.apply(changes);
      if (changes.reset) this.$emit("pins"); // of messages that are not in that page it says nothing
      this.unread.apply(changes);
      this.newMessages.apply(changes);
      this.showNews();
    },

    showPosition({ nearEnd, unseen }) {
      this.isNearEnd = nearEnd;
      this.unseen = unseen;
    },

    showState({ state }) {
      this.outbox.setLive(state === "live");
    },

    hearSignal(signal, event) {
      if (signal.name === "words") return this.running.hear(this.list, signal.data, signal.revision) || event.preventDefault();
      if (signal.name === "members") this.membersChanged.hear(this.members);
      else this.$refs.foot.hearSignal(signal);
    },

    // A button in a row: what it does goes through the outbox, instead of to the server at once.
    act({ key, action, args }, event) {
      event.preventDefault();
      if (action === "act") this.actions.press(key, args);
      else this.outbox.add(action, args, key);
    },

    rememberPlace() {
      rememberPlace(this.room, this.list, this.newMessages.newest);
    },

    format(row) {
      formatMessage(row, { me: this.me, room: this.home ?? this.room, isMember: !this.canJoin, isReadOnly: Boolean(this.readOnly), begins: this.linksBegin });
      attempt(() => this.running.take(row));
    },

    readAloud(row) {
      this.finished = `${row.querySelector(":scope > b").textContent}: ${row.querySelector(":scope > .message-body").textContent}`;
    },

    formatRows() {
      this.rows().forEach(this.format);
      this.dayLine.watch(this.rows());
      this.list.stream.keepPlace();
    },

    // ---- what the server answers

    // A command; where nothing is said of it, it has made a message.
    commanded(words, isDone) {
      this.$refs.foot.commanded(words, isDone);
      if (isDone && words === "") this.list.stream.jump();
    },

    pinsRead(pins) {
      this.roomPins.replace(pins);
    },

    // What the server has found to complete.
    completed(...found) {
      this.$refs.foot.completed(...found);
    },

    // ---- the composer

    // What the text of a message will look like; for the editors in rows, too.
    askPreview(text) {
      return this.previews.ask(text);
    },

    previewed(number, html, isFormatted, error) {
      this.previews.answer(number, { html, isFormatted, error });
    },

    isIdle() {
      return this.$refs.foot.isIdle();
    },

    // Whether one is about to write, and has not begun.
    awaitsWords() {
      return Boolean(document.activeElement?.matches(".composer textarea")) && this.$el.contains(document.activeElement) && this.isIdle();
    },

    reply(row) {
      this.actions.toolbar.hide();
      if (!this.readOnly && !row.hasAttribute("data-deleted")) this.$refs.foot.reply(quoteOf(row));
    },

    showPerson(id, name, avatar) {
      for (const row of showPerson(this.list, Number(id), name, avatar)) this.format(row);
      this.unread.rename(id, name);
    },

    row(key) {
      return this.list && document.getElementById(`${this.list.id}-${key}`);
    },

    rows() {
      return [...this.list.querySelectorAll(":scope > [data-key]")];
    },

    // ---- focus

    // Of several lists on a page, this one had the focus last.
    noteUsed() {
      for (const view of document.querySelectorAll(".room-view")) view.toggleAttribute("data-used", view === this.$el);
    },

    focusComposer() {
      this.$refs.foot?.focus();
    },

    jumpToNewest() {
      this.list.stream.jump();
      this.focusComposer();
    },
  },
};
