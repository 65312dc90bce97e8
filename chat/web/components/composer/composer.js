// The composer: the box to write a message in, with the files that go with it. What is typed is kept as a draft.
import composerFiles from "composer_files";
import { openOnDemand } from "dialog";
import { COMMAND_KEY } from "formats";
import { makeFormattingBar, onFormattingBars, toggleFormattingBars } from "formatting_bar";
import { isSending, listenToFormatting } from "formatting_keys";
import { isInFence } from "formatting_lines";
import { isTouch, onKeys } from "keyboard";
import { trimmed } from "message_text";
import { Preview } from "preview";
import { asMessage, readCommand } from "slash_text";
import { fitHeight, replaceText } from "text_box";
import { TypingNotifier } from "typing";

const COUNTER_FROM = 200; // characters left from which on the counter shows
const MANY = 20; // people, from whom on it asks before all of them are told
const MOST = 999; // people that are counted, as in `rooms.items`
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const EVERYBODY = /(?<![\p{L}\p{N}@.\-/])@room(?![\p{L}\p{N}]|[-.@][\p{L}\p{N}])/iu;

const CODE_NOTE = `In code Enter breaks the line. Send with ${COMMAND_KEY}+Enter.`;

const meansAll = (text) => EVERYBODY.test(text.replace(CODE, ""));

// Calls `proceed()`, after a question if a text would tell very many people of it, whom the one before has not told.
export function askBeforeAll(members, text, before, proceed) {
  if (!(members > MANY) || !meansAll(text) || meansAll(before)) return proceed();
  const people = members > MOST ? `more than ${MOST}` : String(members);
  return openOnDemand("The question", () => import("notify_many"), ({ askToNotify }) => askToNotify(people, proceed));
}

// Who is typing in the open room. The line is always there, so that the layout does not move.
const typingIndicator = {
  template: `
    <p class="typing-indicator" translate="no">
      <template v-if="names.length">
        <span class="typing-indicator-dots" aria-hidden="true"><i></i><i></i><i></i></span>
        <span class="typing-indicator-names"><template v-for="(name, index) in shown">{{ index ? separator : "" }}<bdi>{{ name }}</bdi></template></span>
        <span class="typing-indicator-words">{{ words }}</span>
      </template>
    </p>`,

  props: { names: Array },

  computed: {
    shown() {
      return this.names.slice(0, 2);
    },
    separator() {
      return this.names.length > 2 ? ", " : " and ";
    },
    words() {
      const others = this.names.length - 2;
      if (others < 0) return " is typing…";
      return others ? ` and ${others} ${others > 1 ? "others" : "other"} are typing…` : " are typing…";
    },
  },
};

export default {
  components: { composerFiles, typingIndicator },

  template: `
    <form :id="id" class="composer" @submit.prevent="submit">
      <div class="composer-box" :data-invalid="isTooLong ? '' : null">
        <composer-files ref="files" :me="me" :room="room" :place="label === 'Message' ? placeholder : label" @changed="attached"></composer-files>
        <textarea ref="box" :id="boxId" rows="1" :aria-label="label" :aria-describedby="id + '-note'" :placeholder="placeholder"
                  autocomplete="off" dir="auto" translate="no" data-commands @input="typed"></textarea>
        <div ref="tools" class="composer-tools">
          <button type="button" class="composer-tool" aria-label="Attach files" title="Attach files" @click="$refs.files.choose()">
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3.2v9.6M3.2 8h9.6"/></svg>
          </button>
          <button type="button" class="composer-tool composer-formatting" :aria-label="(hasBar ? 'Hide' : 'Show') + ' formatting'"
                  :title="(hasBar ? 'Hide' : 'Show') + ' formatting'" :aria-expanded="String(hasBar)" @pointerdown.prevent @click="toggleBars">Aa</button>
          <button type="button" class="composer-tool" aria-label="Emoji" title="Emoji" aria-haspopup="dialog" @click="pickEmoji">
            <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.7"/><path d="M5.6 9.4a2.8 2.8 0 0 0 4.8 0M6.1 6.3v.3M9.9 6.3v.3"/></svg>
          </button>
          <button type="button" class="composer-tool" aria-label="Mention somebody" title="Mention somebody" @pointerdown.prevent @click="mention">
            <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="2.4"/><path d="M10.4 5.6v3.2c0 2.2 3 1.9 3-.8A5.4 5.4 0 1 0 11.2 12.3"/></svg>
          </button>
          <button type="submit" class="composer-send" aria-label="Send" title="Send" :disabled="!canSend">
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8 13.5 2.8 9.8 13.5 7.6 8.9z"/></svg>
          </button>
        </div>
      </div>
      <slot></slot>
      <div class="composer-foot">
        <typing-indicator :names="typingNames"></typing-indicator>
        <p :id="id + '-note'" class="composer-note" role="status" :data-bad="isTooLong ? '' : null">{{ note }}</p>
      </div>
    </form>`,

  // label: what the box is called
  props: { id: String, boxId: String, label: String, me: String, room: String, drafts: Object, placeholder: String, maxLength: Number, members: Number, typingNames: Array, askPreview: Function },

  emits: ["send", "command", "typing", "edit-last", "pick-emoji", "escape"],

  data: () => ({
    length: 0,
    files: 0, // that go with it
    isAttaching: false,
    isInCode: false,
    hasBar: true,
  }),

  computed: {
    canSend() {
      return (this.length > 0 || this.files > 0) && !this.isAttaching && !this.isTooLong;
    },
    excess() {
      return this.length - this.maxLength;
    },
    // What the template looks at changes with few keys, and only with these is it drawn anew.
    isTooLong() {
      return this.excess > 0;
    },
    note() {
      if (this.isTooLong) {
        return `${this.excess.toLocaleString()} character${this.excess === 1 ? "" : "s"} too long: the limit is ${this.maxLength.toLocaleString()}.`;
      }
      if (this.excess > -COUNTER_FROM) return `${-this.excess} characters left`;
      return this.isInCode ? CODE_NOTE : "";
    },
  },

  created() {
    this.typingNotifier = new TypingNotifier((isTyping) => this.$emit("typing", isTyping));
  },

  mounted() {
    this.makeFormatting();
    onKeys(this.$refs.box, this.pressed);
    this.show(this.drafts.open());
    this.stopListening = this.drafts.onOtherTab(this.showDraft);
    if (!isTouch && !document.activeElement?.closest(".search-panel")) this.focus(); // one goes from result to result
  },

  unmounted() {
    this.stopBars();
    this.stopListening();
    this.drafts.close();
  },

  methods: {
    focus() {
      this.$refs.box.focus();
    },

    // Whether nobody is writing in it.
    isIdle() {
      return !this.$refs.box.value && !this.files;
    },

    attached(files, isAttaching) {
      this.files = files;
      this.isAttaching = isAttaching;
    },

    // Adds a text to what is there, in a line of its own.
    append(text) {
      const { box } = this.$refs;
      replaceText(box, box.value ? `\n${text}` : text, box.value.length, box.value.length);
    },

    // Puts a text where the caret is, in place of what is selected.
    insert(text) {
      replaceText(this.$refs.box, text);
    },

    // The picker is the page's: it opens beside the button.
    pickEmoji({ currentTarget }) {
      this.$emit("pick-emoji", currentTarget.getBoundingClientRect());
    },

    // Begins a name, which is then completed.
    mention() {
      const { box } = this.$refs;
      replaceText(box, /[^\s(]$/.test(box.value.slice(0, box.selectionStart)) ? " @" : "@");
    },

    // The bar stands before the button that sends.
    makeFormatting() {
      const { box, tools } = this.$refs;
      this.preview = new Preview(box, { ask: (text) => this.askPreview(asMessage(text)), submit: this.submit });
      listenToFormatting(box, { preview: () => this.preview.toggle() });
      this.bar = makeFormattingBar(box, this.preview);
      tools.insertBefore(this.bar, tools.lastElementChild);
      this.stopBars = onFormattingBars((isShown) => {
        this.hasBar = isShown;
        this.bar.hidden = !isShown;
        this.bar.showFormats();
      });
    },

    toggleBars: toggleFormattingBars,

    show(text) {
      this.preview?.close();
      this.$refs.box.value = text;
      this.bar.showFormats();
      this.changed();
    },

    showDraft() {
      const { text } = this.drafts;
      if (text !== this.$refs.box.value) this.show(text);
    },

    typed() {
      this.changed();
      this.drafts.put(this.$refs.box.value);
      this.typingNotifier.typed(this.$refs.box.value);
    },

    changed() {
      const { box } = this.$refs;
      const text = trimmed(box.value);
      this.length = text.length > this.maxLength / 2 ? [...text].length : text.length;
      this.isInCode = !isTouch && isInFence(box.value, box.selectionStart);
      fitHeight(box);
    },

    pressed(event) {
      if (isSending(event, this.$refs.box)) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "ArrowUp" && !this.$refs.box.value) {
        event.preventDefault();
        this.$emit("edit-last");
      } else if (event.key === "Escape") {
        this.$emit("escape", event);
      }
    },

    submit() {
      const { value } = this.$refs.box;
      const command = this.canSend && readCommand(value);
      if (command) this.$emit("command", command);
      else if (this.canSend && this.$refs.files.isReady()) this.ask(asMessage(value));
    },

    // A text that stands in the box, or did.
    ask(text) {
      askBeforeAll(this.members, text, "", () => this.send(text));
    },

    // Empties the box, unless somebody has written on.
    done(typed) {
      if (typed === this.$refs.box.value) this.empty();
    },

    send(text) {
      this.$emit("send", text, this.$refs.files.take());
      this.empty();
    },

    empty() {
      this.show("");
      this.drafts.put("");
      this.typingNotifier.sent();
      this.focus();
    },
  },
};
