// Who is typing in the open room. The line is always there, so that the layout does not move.

export default {
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
