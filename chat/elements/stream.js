// The browser's side of stream.py: a keyed list of rows that the server appends to, prepends to, updates in place and
// removes from. This component puts its parts together and passes on what comes from the server, the socket and the reader.
import { BusyButtons, RowEvents } from "stream_events";
import { heardOf, listenOn } from "stream_heard";
import { StreamModel } from "stream_model";
import { RowRegistry } from "stream_rows";
import { ScrollAnchor } from "stream_scroll";
import { OuterScroller, OwnScroller } from "stream_scroller";
import fixCostlyRules from "stream_styles";
import { LiveRegion, StreamView } from "stream_view";

const EDGES = { ul: "li", ol: "li", menu: "li", tbody: "tr", thead: "tr", tfoot: "tr", table: "tr" };

export default {
  // No <div> among the children, nor <div> as rows where it matters: for the sake of Quasar's `.q-card > div:nth-child(1
  // of …)` the browser looks at all children anew whenever one comes or goes, if one of them is a <div>.
  template: `
    <component :is="tag" class="stream" data-keep @scroll.passive="onScroll">
      <component :is="edge" :role="edgeRole" ref="top" class="stream-edge stream-top" :class="{ 'stream-worded': loading }">
        <section class="stream-start"><slot name="start"></slot></section>
        <section v-if="loading" class="stream-loading" v-html="loading"></section>
        <button v-if="failedEdge && failedEdge !== 'bottom'" type="button" class="stream-failed" @click="retry" v-html="failed"></button>
      </component>
      <component :is="edge" :role="edgeRole" ref="end" class="stream-edge stream-end" :class="{ 'stream-worded': loading }">
        <section v-if="loading" class="stream-loading" v-html="loading"></section>
        <button v-if="failedEdge === 'bottom'" type="button" class="stream-failed" @click="retry" v-html="failed"></button>
      </component>
      <slot></slot>
      <tr v-if="empty && edge === 'tr'" class="stream-empty"><td colspan="100" v-html="empty"></td></tr>
      <component :is="edge" v-else-if="empty" class="stream-empty" v-html="empty"></component>
    </component>`,

  props: {
    name: String,
    items: Array,
    limit: Number,
    empty: String,
    loading: String,
    failed: { type: String, default: "Could not load. Retry" },
    topic: String,
    since: Number,
    entered: Array, // the sockets by which the topic was heard already when the first rows were sent
    pages: Array,
    opensAt: { type: String, default: "end" },
    hasLast: Boolean,
    around: Boolean,
    scroll: [Boolean, String],
    sorted: Boolean,
    entering: { type: String, default: "" },
    leaving: { type: String, default: "" },
    tag: { type: String, default: "div" },
  },

  computed: {
    // What may stand among rows in a list or in a table.
    edge() {
      return EDGES[this.tag] ?? "section";
    },

    edgeRole() {
      return this.edge === "section" ? null : "none";
    },
  },

  data: () => ({ failedEdge: null }), // the edge whose page could not be loaded

  mounted() {
    fixCostlyRules();
    this.$el.stream = this;
    this.$el.toggleAttribute("data-scroll", this.scroll === true);
    this.rows = new RowRegistry({
      list: this.$el,
      top: this.$refs.top,
      end: this.$refs.end,
      name: this.name,
      isSorted: this.sorted,
      onAdded: (row) => this.anchor.watch(row),
      onRemoved: (row) => {
        this.anchor.unwatch(row);
        this.events.onRowRemoved(row);
      },
      entering: this.entering,
      leaving: this.leaving,
      onGone: () => this.anchor.keepPlace(),
    });
    this.scroller = this.scroll === "page" ? new OuterScroller(this.$el) : new OwnScroller(this.$el);
    this.anchor = new ScrollAnchor({
      element: this.$el,
      scroller: this.scroller,
      topEdge: this.$refs.top,
      rows: this.rows,
      isScrolling: Boolean(this.scroll),
      opensAt: this.opensAt,
      isAtEnd: () => this.model.pager.isAtEnd,
      onMoved: (by) => this.model.pager.onMoved(by),
      onMeasured: () => this.view.showPosition(),
      onResized: () => this.model.requestMore(),
    });
    this.insides = new Set(); // NiceGUI elements in rows, as in stream_inside.js
    this.busy = new BusyButtons();
    this.events = new RowEvents({ list: this.$el, rows: this.rows, busy: this.busy, act: this.sendAction });
    if (this.$el.getAttribute("role") === "log") this.liveRegion = new LiveRegion(this.$el);
    this.view = new StreamView(this);
    this.model = new StreamModel({
      rows: this.rows,
      view: this.view,
      send: (event, args) => this.$emit(event, args),
      limit: this.limit,
      pages: this.pages,
      opensAt: this.opensAt,
      hasLast: this.hasLast,
      canLoadAround: this.around,
      topic: this.topic,
      // Mounted anew by Vue, it has no first rows: the server has sent and forgotten them.
      revision: this.items ? (this.since ?? 0) : -1,
    });
    this.scroller.start({ onScroll: this.onScroll, onResize: () => this.anchor.resized() });
    this.model.start(this.items ?? []);
    this.$nextTick(() => this.$.isUnmounted || this.listen()); // the socket exists once the app itself has mounted
  },

  unmounted() {
    for (const part of [this.events, this.rows, this.anchor, this.scroller, this.busy, this.liveRegion]) part?.stop();
    this.model.follower?.stop();
    window.socket.io.off("reconnect", this.onReconnect);
    if (!this.topic) return;
    window.socket.off("stream", this.onBroadcast);
    window.socket.off("stream-signal", this.onSignal);
    window.socket.off("connect", this.onConnect);
    window.socket.off("disconnect", this.onDisconnect);
  },

  methods: {
    // ---- for scripts, see docs/streams.md

    jump() {
      this.model.jump();
    },

    sent(key) {
      return this.rows.sent(key);
    },

    // As a `data-action` button in the row with these `data-…` attributes would.
    act(key, { action, ...args }) {
      this.sendAction(key, action, args);
    },

    keyAt(edge) {
      return this.rows.keyAt(edge);
    },

    // Where the reader is, for `showPlace`; null at the end.
    place() {
      return this.model.isNearEnd ? null : this.anchor.place;
    },

    showPlace(place) {
      this.model.showPlace(place);
    },

    showRow(key) {
      this.model.showRow(String(key));
    },

    keepPlace() {
      this.anchor.keepPlace();
    },

    // Something is missing in a row that is right up to a revision: all changes since that are requested once more.
    requestSince(revision) {
      this.model.requestSince(revision);
    },

    // ---- called by the server, see stream.py

    apply(operations, revision = null, page = null) {
      this.model.apply(operations, revision, page);
    },

    paged(page, more) {
      this.model.completePage(page, more);
    },

    pageFailed(page) {
      this.model.failPage(page);
    },

    // The action of a busy button has been dealt with.
    settle(number) {
      this.busy.end(number);
    },

    // The answer to `follow` and, with a topic, to `jump`.
    sync(answer) {
      this.model.onAnswer(answer);
    },

    // ---- the socket

    listen() {
      window.socket.io.on("reconnect", this.onReconnect);
      if (!this.topic) return;
      listenOn(window.socket);
      this.view.showState("connecting");
      window.socket.on("stream", this.onBroadcast);
      window.socket.on("stream-signal", this.onSignal);
      window.socket.on("connect", this.onConnect);
      window.socket.on("disconnect", this.onDisconnect);
      if (!window.socket.connected) return;
      if (this.items && this.entered?.includes(window.socket.id)) this.model.follower.onEntered(heardOf(this.topic));
      else this.onConnect();
    },

    onReconnect() {
      this.model.pager.repeat();
    },

    onConnect() {
      this.model.follower.onConnect();
    },

    onDisconnect() {
      this.model.follower.onDisconnect();
    },

    onBroadcast(topic, revision, operation, rows) {
      if (topic === this.topic) this.model.onBroadcast(revision, operation, rows);
    },

    // With a revision it is a change, which listeners apply; one that cannot prevents the default.
    onSignal(topic, name, data, revision) {
      if (topic !== this.topic) return;
      const isApplied = this.dispatch("stream:signal", { name, data, revision });
      if (revision) this.model.onBroadcast(revision, isApplied ? "update" : "", []);
    },

    // ---- the reader

    sendAction(key, action, args, button = null) {
      const detail = { action, key: String(key), args };
      const event = new CustomEvent("stream:action", { detail, bubbles: true, cancelable: true });
      if (!this.$el.dispatchEvent(event)) return;
      const busy = this.$attrs.onAction && this.busy.start(button);
      this.$emit("action", busy ? { ...detail, busy } : detail);
    },

    onScroll() {
      this.anchor.keepPlace();
      this.model.requestMore();
    },

    retry() {
      this.model.pager.retry();
    },

    dispatch(name, detail) {
      return this.$el.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
    },
  },
};
