// What the message answers that is being written: a line above the composer, which stands in here. It belongs to the draft.
import { onKeys } from "keyboard";
import { textAfter } from "quotes";

export default {
  template: `
    <div class="answering">
      <div v-if="quote" class="composer-quote">
        <p role="status"><span>Replying to <b translate="no">{{ quote.name }}</b></span> <span class="composer-quote-text" dir="auto" translate="no">{{ quote.text }}</span></p>
        <button type="button" aria-label="Remove the quote" title="Remove the quote (Esc)" @click="remove">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
        </button>
      </div>
      <slot></slot>
    </div>`,

  props: { drafts: Object },

  emits: ["removed"],

  data: () => ({ quote: null }), // as of quotes.js

  mounted() {
    this.stopListening = this.drafts.onOtherTab(this.show);
    onKeys(this.$el, this.pressed);
    this.show(); // the composer has opened the draft
  },

  unmounted() {
    this.stopListening();
  },

  methods: {
    show() {
      this.quote = this.drafts.quote;
    },

    put(quote) {
      this.drafts.answer(quote);
      this.show();
    },

    // What is being sent answers it.
    take() {
      const { quote } = this;
      if (quote) this.put(null);
      return quote && { ...quote };
    },

    remove() {
      this.put(null);
      this.$emit("removed");
    },

    // Of a key that was pressed in the box, and that means nothing else there.
    pressed(event) {
      if (event.key !== "Escape" || event.defaultPrevented || !this.quote) return;
      event.preventDefault();
      event.stopPropagation();
      this.remove();
    },

    // Takes the detail of a `stream:changes` event.
    applyChanges(changes) {
      const text = this.quote ? textAfter(changes, this.quote.id) : undefined;
      if (text === undefined) return;
      this.put(text === null ? null : { ...this.quote, text });
      if (this.quote) return;
      Quasar.Notify.create({ message: "The message that you were answering was deleted.", position: "top" });
    },
  },
};
