// Below an open room's messages: what was written and not sent, what is to be known of the room, and the composer with the
// completion of names, which works in the editors of messages, too.
import commandBar from "command_bar";
import composer from "composer";
import composerQuote from "composer_quote";
import { openPicker } from "row_actions";
import { TypingUsers } from "typing";
import { unfinishedEdits } from "unsent";

const MAY_COMPLETE = /^\/|[@#]|:[\p{L}\p{N}+-]{2}/u; // commands, people, rooms, emoji

export default {
  components: { commandBar, composer, composerQuote, unfinishedEdits },

  template: `
    <unfinished-edits :edits="unfinished" :drafts="drafts" :can-write="!archived" @discard="(edit) => $emit('discard', edit)" @moved="(edit) => $emit('moved', edit)"
                      @resume="(edit) => $emit('resume', edit)" @move="move"></unfinished-edits>
    <div v-if="archived" class="archived" role="note">{{ readOnly }}</div>
    <div v-if="isLinkedGone" class="join" role="status">
      <span>The message that the link leads to is no longer there.</span>
      <button type="button" @click="isLinkedGone = false">OK</button>
    </div>
    <div v-if="canJoin && !archived" class="join" role="note">
      <span>You are not in this room. Writing joins it.</span>
      <button type="button" @click="$emit('join')">Join room</button>
    </div>
    <div v-if="strangers.length && !archived" class="join" role="status">
      <span><bdi translate="no">{{ strangerNames }}</bdi> {{ strangers.length > 1 ? "are" : "is" }} not in this room and will not be told.</span>
      <button v-if="canAdd" type="button" @click="addStrangers">Add to room</button>
      <button type="button" @click="strangers = []">{{ canAdd ? "Not now" : "OK" }}</button>
    </div>
    <command-bar ref="commands" :room="room" :is-thread="isThread" @run="(command) => $emit('command', command)" @send="(text) => $refs.composer.ask(text)"
                 @done="(typed) => $refs.composer?.done(typed)" @focus="focus"></command-bar>
    <composer-quote v-if="!archived" ref="quote" :drafts="drafts" @removed="focus">
      <composer :id="prefix + 'composer'" ref="composer" :box-id="prefix + 'message-box'" :label="boxLabel" :me="me" :room="room" :drafts="drafts" :placeholder="placeholder" :max-length="maxLength"
                :members="reached" :typing-names="typingNames" :ask-preview="askPreview" @send="send" @command="command" @typing="(isTyping) => $emit('typing', isTyping)"
                @edit-last="$emit('edit-last')" @pick-emoji="pickEmoji" @escape="(event) => $refs.commands.pressed(event)">
        <label v-if="also" class="also-send" title="As a message of its own: you edit and delete it by itself"><input v-model="isAlsoSent" type="checkbox"><span translate="no">{{ also }}</span></label>
      </composer>
    </composer-quote>`,

  props: {
    me: String,
    room: String,
    moderates: Boolean,
    listName: String, // the list's id
    prefix: String, // of other ids
    boxLabel: String,
    also: String, // of a thread: what to call that its room gets a reply, too
    drafts: Object,
    unfinished: Array, // edits that stand in no row
    readOnly: String, // why one cannot write here, if one cannot
    linked: String, // the message whose link was followed
    canJoin: Boolean,
    canAdd: Boolean,
    placeholder: String,
    maxLength: Number,
    members: Number,
    emoji: String, // where the file of emoji is
    askPreview: Function, // as of PreviewRequests
  },

  emits: ["join", "add", "command", "complete", "typing", "send", "edit-last", "discard", "moved", "resume"],

  data: () => ({
    strangers: [], // whom the last message means and who are not in the room
    typing: new Map(), // see TypingUsers
    isLinkedGone: false,
    isAlsoSent: false,
  }),

  computed: {
    archived() {
      return Boolean(this.readOnly);
    },
    isThread() {
      return Boolean(this.prefix);
    },
    // How many people `@room` means: in a thread, nobody.
    reached() {
      return this.also ? 0 : this.members;
    },
    typingNames() {
      return this.typingUsers.names;
    },
    strangerNames() {
      return this.strangers.map(({ name }) => name).join(", ");
    },
  },

  created() {
    this.typingUsers = new TypingUsers(this.typing);
  },

  // The first rows are there before.
  mounted() {
    this.isLinkedGone = Boolean(this.linked) && !document.getElementById(`${this.listName}-${this.linked}`);
  },

  beforeUnmount() {
    this.typingUsers.clear();
    this.completion?.remove();
  },

  methods: {
    focus() {
      this.$refs.composer?.focus();
    },

    // Whether nobody is writing.
    isIdle() {
      return this.$refs.composer.isIdle();
    },

    pickEmoji(rectangle) {
      openPicker(this.emoji, rectangle, { name: "Emoji", returnFocusTo: null, onPick: (emoji) => this.$refs.composer.insert(emoji) });
    },

    send(body, files) {
      this.completion?.forget();
      if (this.members) this.strangers = this.completion?.strangersIn(body) ?? []; // nobody is added to direct rooms
      this.$emit("send", body, { quote: this.$refs.quote.take(), isAlsoSent: this.isAlsoSent, files });
      this.isAlsoSent = false;
    },

    // The next message answers one: `quote` is as of quotes.js.
    reply(quote) {
      this.$refs.quote.put(quote);
      this.focus();
    },

    // Goes on in the box with a text that stood elsewhere.
    move(text, quote) {
      this.$refs.composer.append(text);
      if (quote && !this.drafts.quote) this.$refs.quote.put(quote);
    },

    command(command) {
      this.completion?.forget();
      this.$refs.commands.run(command);
    },

    // What has become of the command.
    commanded(words, isDone) {
      this.$refs.commands.answered(words, isDone);
    },

    addStrangers() {
      for (const { id } of this.strangers) {
        this.$emit("add", { person: String(id) });
        this.completion.welcome(id);
      }
      this.strangers = [];
      this.focus();
    },

    // ---- who types

    hearSignal({ name, data }) {
      if (name === "typing" && String(data.id) !== this.me) this.typingUsers.add(data);
      if (name === "stopped-typing") this.typingUsers.remove(data.id);
    },

    // Takes the detail of a `stream:changes` event.
    applyChanges(changes) {
      this.typingUsers.messagesCreated(changes.created);
      this.$refs.quote?.applyChanges(changes);
    },

    // ---- completing names

    // A text was changed: the composer's, or that of an editor in a row.
    async complete(box) {
      this.$refs.commands.hide();
      if (this.completion) return this.completion.typed(box);
      if (!MAY_COMPLETE.test(box.value)) return;
      try {
        const { MessageCompletion } = await import("message_completion");
        const ask = (kind, text) => this.$emit("complete", { kind, text });
        this.completion ??= new MessageCompletion(box.closest(".room-view"), { ask, members: () => this.reached, emoji: this.emoji, room: this.circumstances });
        if (document.activeElement === box) this.completion.typed(box);
      } catch (error) {
        console.warn(error); // such as without a connection: names can be typed
      }
    },

    // As commands take it.
    circumstances() {
      const { moderates, canAdd, isThread } = this;
      return { moderates, canAdd, isMember: !this.canJoin, isDirect: !this.members, isThread };
    },

    // What the server has found.
    completed(...found) {
      this.completion?.answer(...found);
    },
  },
};
