// Completes what is typed in the box, once the server has said whom the beginning of a name may mean. A part of
// search_panel.js.
export const searchCompleting = {
  beforeUnmount() {
    this.completion?.remove();
  },

  methods: {
    async complete() {
      if (!this.box.value) return this.completion?.forget();
      try {
        const { SearchCompletion } = await import("search_completion");
        this.completion ??= new SearchCompletion(this.panel, { me: this.me, ask: (text) => this.$emit("complete", { text }) });
        if (document.activeElement === this.box) this.completion.typed(this.box);
      } catch (error) {
        console.warn(error); // such as without a connection: all of it can be typed
      }
    },

    // By the server: the people whose names begin so.
    completed(...found) {
      this.completion?.answer(...found);
    },
  },
};
