// The browser's side of stream.py: a keyed registry of rows that the server appends to, prepends to,
// updates in place and removes from. The rows are plain DOM nodes that Vue does not know of.
import morphdom from "morphdom-esm";

const EDGE = 400; // px from an edge at which more rows are asked for
const NEAR_END = 100; // px from the end within which a reader follows what is appended
const AT_END = 2; // px: fractional scroll positions never quite reach the end
const MOST_NEWS = 5; // rows of one operation that are read aloud
const RETRY = 5000; // ms until catching up is tried again after the server could not

const style = document.createElement("style");
style.textContent = `
  .stream[data-scroll] { overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain; }
  .stream > [data-key] ~ .stream-empty, .stream[aria-busy="true"] > .stream-empty { display: none; }
  .stream-edge[data-loading] { position: sticky; inset-block: 0; z-index: 1; height: 0; }
  .stream-edge[data-loading]::after { content: "Loading…"; position: absolute; inset-inline: 0; text-align: center; }
  .stream-end[data-loading]::after { bottom: 0; }
  .stream-news { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stream:not([data-start]) > .stream-top > :not(button) { display: none; }
`;
document.head.append(style);

export default {
  template: `
    <div class="stream" data-keep @click="act" @scroll.passive="scrolled">
      <div ref="top" class="stream-edge stream-top"><slot name="start"></slot><button v-if="failed && failed !== 'bottom'" @click="retry">Could not load. Retry</button></div>
      <div ref="end" class="stream-edge stream-end"><button v-if="failed === 'bottom'" @click="retry">Could not load. Retry</button></div>
      <div ref="news" class="stream-news" aria-live="polite"></div>
      <slot></slot>
      <div v-if="empty" class="stream-empty" v-html="empty"></div>
    </div>`,

  props: {
    name: String,
    items: Array,
    limit: Number,
    empty: String,
    topic: String,
    since: Number,
    pages: Array,
    scroll: Boolean,
  },

  data: () => ({ failed: null }),

  created() {
    this.rows = new Map(); // key → element
    this.unseen = new Set(); // keys of rows that came by topic below what the reader looks at
    this.added = []; // rows that the running operation has put at the end
    this.touched = new Set(); // rows inserted or updated, or with a new neighbour above, by the running operation
    this.atStart = !this.pages.includes("top");
    this.atEnd = true;
    this.paging = null;
    // Every change up to this one is shown; -1 when Vue mounts anew what the server has sent and forgotten.
    this.revision = this.items ? (this.since ?? 0) : -1;
    this.newest = this.revision; // the newest change heard of
    this.asking = false;
    this.place = { gap: 0, pinned: true, row: null, bottom: 0 };
  },

  mounted() {
    this.$el.stream = this;
    this.$el.toggleAttribute("data-scroll", this.scroll);
    // Read aloud is what comes after the last row, never older rows or changed ones; a live region would tell them all.
    this.announces = this.$el.getAttribute("role") === "log";
    if (this.announces) this.$el.setAttribute("aria-live", "off");
    this.settle(() => this.insert(this.items ?? [], -1, this.limit), { quiet: true });
    this.resizes = new ResizeObserver(() => this.keepPlace());
    this.resizes.observe(this.$el);
    this.markEdges();
    if (this.topic) this.$nextTick(this.listen); // the socket exists once the app itself has mounted
    if (this.pages.includes("first")) this.askPage("first");
    this.checkEdges();
  },

  unmounted() {
    this.resizes.disconnect();
    clearTimeout(this.retryTimer);
    if (!this.topic) return;
    window.socket.off("stream", this.hear);
    window.socket.off("connect", this.follow);
    window.socket.off("disconnect", this.lose);
  },

  methods: {
    // ---- what one viewer's server side asks for

    apply(operations, revision = null, page = null) {
      if (page && page.key !== this.keyAt(page.edge)) {
        this.paging.stale = true; // a page beside a row that has gone meanwhile would leave a hole
        return;
      }
      this.settle(() => operations.forEach(([operation, ...args]) => this[operation](...args)), { quiet: page !== null });
      if (revision !== null) {
        this.knowOnly(revision);
        if (page) this.paging.revision = revision;
      }
      this.catchUp();
      this.checkEdges();
    },

    insert(rows, at = -1, limit = null, updateOnly = false) {
      const fresh = new Map();
      for (const [key, html] of rows) {
        if (this.rows.has(key)) this.morph(key, html);
        else if (!updateOnly) fresh.set(key, html);
      }
      const before = at < 0 || at >= this.rows.size ? this.$refs.end : this.$el.children[at + 1];
      const added = document.createDocumentFragment();
      for (const [key, html] of fresh) added.append(this.register(key, this.build(key, html)));
      if (fresh.size) {
        this.$el.insertBefore(added, before);
        this.touched.add(before);
        if (before === this.$refs.end) this.added.push(...fresh.keys());
      }
      this.prune(limit);
    },

    remove(keys) {
      for (const key of keys) {
        this.unseen.delete(key);
        if (this.rows.has(key)) this.drop(key);
      }
    },

    reset(rows) {
      const kept = new Map(rows);
      for (const key of [...this.rows.keys()]) if (!kept.has(key)) this.drop(key);
      let next = this.$refs.top.nextElementSibling;
      for (const [key, html] of kept) {
        if (this.rows.has(key)) this.morph(key, html);
        else this.register(key, this.build(key, html));
        const row = this.rows.get(key);
        if (row === next) next = next.nextElementSibling;
        else this.$el.insertBefore(row, next);
        this.touched.add(row);
      }
      this.atEnd = true;
      this.atStart = !this.pages.includes("top");
      this.unseen.clear();
      if (this.paging) this.paging.stale = true;
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

    // ---- the registry

    build(key, html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const row = template.content.firstElementChild;
      row.id = `${this.name}-${key}`;
      row.dataset.key = key;
      return row;
    },

    register(key, row) {
      this.rows.set(key, row);
      this.touched.add(row);
      this.resizes?.observe(row);
      return row;
    },

    morph(key, html) {
      const row = this.rows.get(key);
      const morphed = morphdom(row, this.build(key, html), {
        // What the reader does inside a row is the reader's: typed text, opened details, local children.
        onBeforeElUpdated: (from, to) => {
          if (from.isEqualNode(to)) return false;
          if (from === document.activeElement && "value" in to) to.value = from.value;
          if (from.tagName === "DETAILS") to.open = from.open;
          return true;
        },
        onBeforeNodeDiscarded: (node) => node.dataset?.keep === undefined,
        getNodeKey: (node) => (node.dataset?.keep === undefined ? node.id : "kept"), // never taken for a new one
      });
      if (morphed !== row) this.register(key, morphed);
      this.touched.add(morphed);
    },

    drop(key) {
      const row = this.rows.get(key);
      const below = row.nextElementSibling;
      const neighbour = below !== this.$refs.end ? below : row.previousElementSibling;
      if (row === this.place.row) this.place = this.placeOf(neighbour);
      if (row.contains(document.activeElement)) this.focus(this.isRow(neighbour) ? neighbour : this.$el);
      this.rows.delete(key);
      this.resizes?.unobserve(row);
      row.remove();
      this.touched.add(below);
    },

    focus(element) {
      if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
      element.focus({ preventScroll: true });
    },

    prune(limit) {
      while (limit < 0 && this.rows.size > -limit) {
        this.drop(this.keyAt("top"));
        this.atStart = !this.pages.includes("top");
      }
      while (limit > 0 && this.rows.size > limit) {
        this.drop(this.keyAt("bottom"));
        this.atEnd = !this.topic && !this.pages.includes("bottom");
      }
    },

    isRow(element) {
      return element?.parentElement === this.$el && element.dataset.key !== undefined;
    },

    keyAt(edge) {
      if (!this.rows.size) return "";
      const { top, end } = this.$refs;
      return (edge === "top" ? top.nextElementSibling : end.previousElementSibling).dataset.key;
    },

    // ---- the reader's place: one operation is one layout, and moves nothing that is being looked at

    settle(change, { quiet = false } = {}) {
      this.rememberPlace();
      this.added = [];
      change();
      const rows = [...this.touched].filter((element) => this.isRow(element));
      this.touched.clear();
      // Listeners dress the rows (times, grouping) here, before heights are measured.
      if (rows.length) this.$el.dispatchEvent(new CustomEvent("stream:rows", { detail: { rows }, bubbles: true }));
      if (this.added.length && this.atEnd && this.place.gap <= NEAR_END) this.toEnd();
      else this.keepPlace();
      if (this.announces && !quiet && this.added.length) this.announce();
    },

    announce() {
      const rows = this.added.slice(-MOST_NEWS).map((key) => this.rows.get(key));
      this.$refs.news.textContent = rows.map((row) => row?.innerText ?? "").join(". ");
    },

    rememberPlace() {
      if (!this.scroll) return;
      const { scrollHeight, scrollTop, clientHeight, clientWidth, children } = this.$el;
      const edge = this.$el.getBoundingClientRect().top;
      let [low, high] = [1, this.rows.size];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (children[middle].getBoundingClientRect().bottom > edge) high = middle;
        else low = middle + 1;
      }
      const gap = scrollHeight - scrollTop - clientHeight;
      const pinned = this.atEnd && gap <= AT_END; // the end of a window that more rows follow is no place to stick to
      this.place = { ...this.placeOf(children[low]), gap, pinned, clientHeight, clientWidth };
    },

    placeOf(element) {
      const row = this.isRow(element) ? element : null;
      // Its bottom, since what stands above its text (a separator, an image that loads late) may change.
      return { ...this.place, row, bottom: row?.getBoundingClientRect().bottom };
    },

    keepPlace() {
      if (!this.scroll || !this.$el.clientHeight) return;
      if (this.place.pinned) return this.toEnd();
      if (this.place.row?.isConnected) {
        this.$el.scrollTop += this.place.row.getBoundingClientRect().bottom - this.place.bottom;
      }
      this.rememberPlace();
      this.tellPosition();
    },

    toEnd() {
      if (!this.scroll) return;
      this.$el.scrollTop = this.$el.scrollHeight;
      this.rememberPlace();
      this.tellPosition();
    },

    scrolled() {
      const { clientHeight, clientWidth } = this.$el;
      // In a window of another size it was the browser that scrolled, not the reader.
      if (clientHeight !== this.place.clientHeight || clientWidth !== this.place.clientWidth) this.keepPlace();
      this.rememberPlace();
      this.tellPosition();
      this.checkEdges();
    },

    tellPosition() {
      const nearEnd = this.atEnd && this.place.gap <= NEAR_END;
      if (nearEnd) this.unseen.clear();
      const detail = { nearEnd, unseen: this.unseen.size };
      if (detail.nearEnd === this.told?.nearEnd && detail.unseen === this.told.unseen) return;
      this.told = detail;
      this.$el.dispatchEvent(new CustomEvent("stream:position", { detail, bubbles: true }));
    },

    jump() {
      if (this.atEnd) return this.toEnd();
      this.$emit("jump", {});
    },

    // ---- paging

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

    act(event) {
      const button = event.target.closest("[data-action]");
      const row = button?.closest("[data-key]");
      if (!this.isRow(row)) return;
      const { action, ...args } = button.dataset;
      this.$emit("action", { action, key: row.dataset.key, args });
    },

    // ---- following a topic: delivery may drop, double or reorder, the rows end up equal to the server's

    listen() {
      this.setState("connecting");
      window.socket.on("stream", this.hear);
      window.socket.on("connect", this.follow);
      window.socket.on("disconnect", this.lose);
      if (window.socket.connected) this.follow();
    },

    follow() {
      clearTimeout(this.retryTimer);
      this.asking = true;
      this.setState("connecting");
      this.$emit("follow", { since: this.revision < 0 ? null : this.revision });
    },

    setState(state) {
      if (this.$el.dataset.state === state) return;
      this.$el.dataset.state = state;
      this.$el.dispatchEvent(new CustomEvent("stream:state", { detail: { state }, bubbles: true }));
    },

    lose() {
      this.asking = false;
      clearTimeout(this.retryTimer);
      this.setState("connecting");
    },

    hear(topic, revision, operation, rows) {
      if (topic !== this.topic) return;
      this.newest = Math.max(this.newest, revision);
      // A heartbeat brings no change: it only tells how far the topic is.
      if (operation && revision === this.revision + 1) {
        this.settle(() => this.live(operation, rows));
        this.revision = revision;
      }
      this.catchUp();
    },

    // Rows shown are as they were at this revision: have all later changes told again.
    knowOnly(revision) {
      this.newest = Math.max(this.newest, this.revision);
      this.revision = Math.min(revision, this.revision);
    },

    catchUp() {
      if (!this.topic || this.asking) return;
      if (this.newest > this.revision) this.follow();
      else this.setState("live");
    },

    live(operation, rows) {
      if (operation === "insert") this.arrive(rows);
      else if (operation === "update") this.insert(rows, -1, null, true);
      else if (operation === "remove") this.remove(rows);
    },

    arrive(rows) {
      const nearEnd = this.atEnd && this.place.gap <= NEAR_END;
      const limit = Math.abs(this.limit ?? 0);
      const isNew = ([key]) => !this.rows.has(key);
      if (this.scroll && !nearEnd) rows.filter(isNew).forEach(([key]) => this.unseen.add(key));
      // A full window that is being read further up is not pruned under the reader: it ceases to stand at the end.
      const isFull = limit && this.rows.size + rows.length > limit && this.scroll && !nearEnd;
      if (isFull && rows.some(isNew)) this.atEnd = false;
      this.insert(rows, -1, -limit, !this.atEnd);
    },

    // The answer to `follow` and `jump`.
    sync(answer) {
      this.asking = false;
      if (!answer) {
        this.retryTimer = setTimeout(this.follow, RETRY);
        return;
      }
      const { revision, reset, created, edited, deleted } = answer;
      if (reset) {
        this.settle(() => this.reset(reset));
        this.markEdges();
        this.toEnd();
      } else if (revision > this.revision) {
        this.settle(() => {
          this.remove(deleted);
          this.live("update", edited);
          this.arrive(created);
        });
      }
      if (reset || revision > this.revision) this.revision = revision;
      this.newest = Math.max(this.newest, revision);
      this.catchUp();
      this.checkEdges();
    },
  },
};
