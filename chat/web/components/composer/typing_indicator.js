// Who is typing in the open room. The line is always there, so that the layout does not move.

const KEPT = 5000; // ms after which whoever was not heard of again has stopped; they are told of every three seconds

export default {
  template: `
    <p class="typing-indicator" translate="no">
      <template v-if="typing.size">
        <span class="typing-indicator-dots" aria-hidden="true"><i></i><i></i><i></i></span>
        <span class="typing-indicator-names"><template v-for="(name, index) in named">{{ index ? joint : "" }}<bdi>{{ name }}</bdi></template></span>
        <span class="typing-indicator-words">{{ words }}</span>
      </template>
    </p>`,

  props: { me: String },

  data: () => ({ typing: new Map() }), // by id: name, and the timer that ends it

  computed: {
    named() {
      return [...this.typing.values()].slice(0, 2).map(({ name }) => name);
    },
    joint() {
      return this.typing.size > 2 ? ", " : " and ";
    },
    words() {
      const others = this.typing.size - 2;
      if (others < 0) return " is typing…";
      return others ? ` and ${others} ${others > 1 ? "others" : "other"} are typing…` : " are typing…";
    },
  },

  mounted() {
    this.newest = 0; // the newest message that was there when somebody was heard of, or has come since
    document.addEventListener("stream:signal", this.heard);
    document.addEventListener("stream:rows", this.arrived);
  },

  unmounted() {
    document.removeEventListener("stream:signal", this.heard);
    document.removeEventListener("stream:rows", this.arrived);
    for (const id of [...this.typing.keys()]) this.forget(id);
  },

  methods: {
    heard({ target, detail: { name, data } }) {
      if (target.id !== "messages" || name !== "typing" || String(data.id) === this.me) return;
      if (!this.typing.size) this.newest = Math.max(this.newest, Number(target.stream.keyAt("bottom")));
      clearTimeout(this.typing.get(data.id)?.timer);
      this.typing.set(data.id, { name: data.name, timer: setTimeout(() => this.forget(data.id), KEPT) });
    },

    // Whoever has said it is not typing it any more; an older message may have been edited meanwhile.
    arrived({ target, detail: { rows } }) {
      if (target.id !== "messages") return;
      const news = rows.filter((row) => Number(row.dataset.key) > this.newest);
      for (const { dataset } of news) {
        this.newest = Math.max(this.newest, Number(dataset.key));
        this.forget(Number(dataset.author));
      }
    },

    forget(id) {
      clearTimeout(this.typing.get(id)?.timer);
      this.typing.delete(id);
    },
  },
};
