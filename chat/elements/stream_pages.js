// Loading more rows when the reader nears an edge: one page at a time, again after each.

import { AT_END } from "stream_place";

const EDGE = 400; // px from an edge at which more rows are asked for

export default {
  created() {
    this.atStart = !this.pages.includes("top");
    this.atEnd = true;
    this.paging = null; // the page asked for: at which edge, beside which row
    this.turned = null; // pages that have come since the reader last scrolled: at which edge, whether at both
    this.emptied = false; // whether the last row was removed, and nothing asked for since
  },

  mounted() {
    // The question may have got lost with the connection. The socket exists once the app itself has mounted.
    this.$nextTick(() => window.socket.io.on("reconnect", this.ask));
  },

  unmounted() {
    window.socket.io.off("reconnect", this.ask);
  },

  methods: {
    checkEdges() {
      const { scrollTop, scrollHeight, clientHeight } = this.$el;
      if (this.paging || this.failed === "first" || !clientHeight) return;
      if (!this.rows.size) return this.refill();
      this.emptied = false;
      const gap = scrollHeight - scrollTop - clientHeight;
      if (!this.atStart && this.mayAsk("top", scrollTop)) this.askPage("top");
      else if (!this.atEnd && this.mayAsk("bottom", gap)) this.goOn();
    },

    // What a page has pruned on its other side is not loaded again before the reader scrolls: where the limit is
    // small both edges are near, and the pages would follow each other for ever. Once, where one can scroll no further.
    mayAsk(edge, distance) {
      if (this.failed === edge || distance >= EDGE) return false;
      return !this.turned || this.turned.edge === edge || (!this.turned.both && distance <= AT_END);
    },

    // All rows were removed, one by one, and there may be others.
    refill() {
      if (this.emptied && !(this.atStart && this.atEnd) && this.hasNewest()) this.askNewest();
      this.emptied = false;
    },

    hasNewest() {
      return Boolean(this.topic) || this.pages.includes("first");
    },

    askNewest() {
      this.asking = Boolean(this.topic);
      this.$emit("jump", {});
    },

    goOn() {
      if (this.pages.includes("bottom")) this.askPage("bottom");
      // Rows were withheld from who read further up: nothing but the last page leads on to them.
      else if (this.limit < 0 && !this.asking) this.jump();
    },

    askPage(edge) {
      const key = this.keyAt(edge);
      this.paging = { edge, key, beside: key, stale: false };
      this.failed = null;
      this.markEdges();
      this.ask();
    },

    ask() {
      if (this.paging) this.$emit("page", { edge: this.paging.edge, key: this.paging.key });
    },

    isWanted({ edge, key }) {
      if (this.paging?.edge !== edge || this.paging.key !== key) return false;
      // Beside a row that has gone meanwhile a page would leave a hole.
      if (edge !== "first" && this.keyAt(edge) !== this.paging.beside) this.paging.stale = true;
      return !this.paging.stale;
    },

    retry() {
      this.askPage(this.failed);
    },

    markEdges() {
      this.$el.toggleAttribute("data-start", this.atStart);
      const loading = this.failed ? null : this.paging?.edge;
      this.$refs.top.toggleAttribute("data-loading", loading === "top" || loading === "first");
      this.$refs.end.toggleAttribute("data-loading", loading === "bottom");
      // Set only when it changes: an update must leave alone what did not change, attributes included.
      const isBusy = String(loading === "first");
      if (this.$el.getAttribute("aria-busy") !== isBusy) this.$el.setAttribute("aria-busy", isBusy);
    },

    paged({ edge, key }, more) {
      if (this.paging?.edge !== edge || this.paging.key !== key) return; // an answer that has come twice
      const { stale, revision } = this.paging;
      if (edge !== "first") this.turned = { edge, both: Boolean(this.turned) && (this.turned.both || this.turned.edge !== edge) };
      const ended = !stale && edge !== "first" && (more === false || (more === null && this.keyAt(edge) === key));
      this.applyKeepingPlace(() => {
        if (edge === "top") this.atStart = ended;
        else if (edge === "bottom") this.atEnd = ended;
        this.paging = null;
      });
      // What arrived between the last page and this was counted, not appended: have it told again.
      if (edge === "bottom" && ended && revision !== undefined) this.rewindTo(revision);
      this.catchUp();
      this.checkEdges();
    },

    pageFailed({ edge, key }) {
      if (this.paging?.edge !== edge || this.paging.key !== key) return;
      this.failed = edge;
      this.paging = null;
      this.markEdges();
    },
  },
};
