// The composer. Messages go to pending_messages.js by the event `chat:send`.
import * as storage from "browser_storage";
import { onKeys } from "keyboard";
import { trimmed } from "message_text";
import typingIndicator from "typing_indicator";
import { TypingNotifier } from "typing_notifier";

const COUNTER_FROM = 200; // characters left from which on the counter shows

export default {
  components: { typingIndicator },

  template: `
    <form class="composer" @submit.prevent="submit">
      <div class="composer-box" :data-invalid="excess > 0 ? '' : null">
        <textarea ref="box" rows="1" aria-label="Message" aria-describedby="composer-note" :placeholder="placeholder"
                  autocomplete="off" dir="auto" translate="no" @input="typed"></textarea>
        <button type="submit" class="composer-send" aria-label="Send" title="Send" :disabled="!sendable">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8 13.5 2.8 9.8 13.5 7.6 8.9z"/></svg>
        </button>
      </div>
      <div class="composer-foot">
        <typing-indicator :me="me"></typing-indicator>
        <p id="composer-note" class="composer-note" role="status" :data-bad="excess > 0 ? '' : null">{{ note }}</p>
      </div>
    </form>`,

  props: { me: String, room: String, placeholder: String, maxLength: Number },

  data: () => ({ length: 0, sendable: false }),

  computed: {
    excess() {
      return this.length - this.maxLength;
    },
    note() {
      if (this.excess > 0) {
        return `${this.excess.toLocaleString()} characters too long: the limit is ${this.maxLength.toLocaleString()}.`;
      }
      if (this.excess > -COUNTER_FROM) return `${-this.excess} characters left`;
      return "";
    },
  },

  created() {
    this.typingNotifier = new TypingNotifier(() => this.$emit("typing"));
  },

  mounted() {
    this.draftKey = `streamchat:draft:${this.me}:${this.room}`;
    this.isTouch = window.matchMedia("(pointer: coarse)").matches;
    onKeys(this.$refs.box, this.pressed);
    this.$refs.box.value = storage.get(this.draftKey) ?? "";
    this.changed();
    if (!this.isTouch) this.$refs.box.focus();
  },

  methods: {
    typed() {
      this.changed();
      this.typingNotifier.typed(this.$refs.box.value);
    },

    changed() {
      const { box } = this.$refs;
      const text = trimmed(box.value);
      this.length = text.length > this.maxLength / 2 ? [...text].length : text.length;
      this.sendable = text !== "" && this.excess <= 0;
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
      if (box.value) storage.set(this.draftKey, box.value);
      else storage.remove(this.draftKey);
    },

    pressed(event) {
      if (event.key === "Enter" && !event.shiftKey && !this.isTouch) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "ArrowUp" && !this.$refs.box.value) {
        event.preventDefault();
        document.dispatchEvent(new CustomEvent("chat:edit-last"));
      }
    },

    submit() {
      const body = trimmed(this.$refs.box.value);
      if (!this.sendable) return;
      document.dispatchEvent(new CustomEvent("chat:send", { detail: { body } }));
      this.$refs.box.value = "";
      this.changed();
      this.typingNotifier.sent();
      this.$refs.box.focus();
    },
  },
};
