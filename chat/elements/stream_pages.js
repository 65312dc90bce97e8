// Loading more rows when the reader nears an edge: one page at a time, again after each.

const EDGE = 400; // px from an edge at which more rows are asked for

export default {
  created() {
    this.atStart = !this.pages.includes("top");
    this.atEnd = true;
    this.paging = null;
  },

  methods: {
    checkEdges() {
      const { scrollTop, scrollHeight, clientHeight } = this.$el;
      if (this.paging || !this.rows.size || !clientHeight) return;
      if (!this.atStart && scrollTop < EDGE) this.askPage("top");
      else if (!this.atEnd && this.pages.includes("bottom") && scrollHeight - scrollTop - clientHeight < EDGE)
        this.askPage("bottom");
    },

    askPage(edge) {
      this.paging = { edge, key: this.keyAt(edge), stale: false };
      this.failed = null;
      this.markEdges();
      this.$emit("page", { edge, key: this.paging.key });
    },

    retry() {
      this.askPage(this.failed);
    },

    markEdges() {
      this.$el.toggleAttribute("data-start", this.atStart);
      const loading = this.failed ? null : this.paging?.edge;
      this.$refs.top.toggleAttribute("data-loading", loading === "top" || loading === "first");
      this.$refs.end.toggleAttribute("data-loading", loading === "bottom");
      this.$el.setAttribute("aria-busy", loading === "first");
    },

    paged(edge, more) {
      const { key, stale, revision } = this.paging;
      const ended = !stale && edge !== "first" && (more === false || (more === null && this.keyAt(edge) === key));
      if (edge === "top") this.atStart = ended;
      else if (edge === "bottom") this.atEnd = ended;
      // What arrived between the last page and this was counted, not appended: have it told again.
      if (edge === "bottom" && ended && revision !== undefined) this.knowOnly(revision);
      this.paging = null;
      this.settle(this.markEdges);
      this.catchUp();
      this.checkEdges();
    },

    pageFailed(edge) {
      this.failed = edge;
      this.markEdges();
    },
  },
};
