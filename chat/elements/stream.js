// The browser's side of stream.py: a keyed registry of rows that the server appends to, prepends to,
// updates in place and removes from. The rows are plain DOM nodes that Vue does not know of.
import morph from "stream_morph";
import pages from "stream_pages";
import place from "stream_place";
import relieveOnce from "stream_styles";
import sorted from "stream_sorted";
import topic from "stream_topic";

// Not a <style> element: a page whose security policy forbids those that scripts make can have streams nevertheless.
const style = new CSSStyleSheet();
style.replaceSync(`
  .stream[data-scroll] { overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain; scroll-behavior: auto !important; }
  .stream > [data-key] ~ .stream-empty, .stream[aria-busy="true"] > .stream-empty { display: none; }
  .stream-edge[data-loading] { position: sticky; inset-block: 0; z-index: 1; height: 0; }
  .stream-edge[data-loading]::after { content: "Loading…"; position: absolute; inset-inline: 0; text-align: center; }
  .stream-end[data-loading]::after { bottom: 0; }
  .stream:not([data-start]) > .stream-top > .stream-start { display: none; }
`);
document.adoptedStyleSheets.push(style);

function namesake(row, { localName, name }) {
  return name ? row.querySelector(`${localName}[name="${CSS.escape(name)}"]`) : null;
}

export default {
  mixins: [place, pages, sorted, topic],

  // No <div> among the children, nor <div> as rows where it matters: for the sake of Quasar's `.q-card > div:nth-child(1
  // of …)` the browser looks at all children anew whenever one comes or goes, if one of them is a <div>.
  template: `
    <div class="stream" data-keep @click="clicked" @scroll.passive="scrolled">
      <section ref="top" class="stream-edge stream-top"><section class="stream-start"><slot name="start"></slot></section><button v-if="failed && failed !== 'bottom'" @click="retry">Could not load. Retry</button></section>
      <section ref="end" class="stream-edge stream-end"><button v-if="failed === 'bottom'" @click="retry">Could not load. Retry</button></section>
      <slot></slot>
      <section v-if="empty" class="stream-empty" v-html="empty"></section>
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
    sorted: Boolean,
  },

  data: () => ({ failed: null }),

  created() {
    this.rows = new Map(); // key → element
    this.html = new Map(); // key → what the server has sent for it
    this.added = 0; // rows that the running operation has put at the end
    this.heir = null; // gets the focus of rows that the running operation removes
    this.touched = new Set(); // rows inserted or updated, or with a new neighbour above, by the running operation
  },

  mounted() {
    relieveOnce();
    this.$el.stream = this;
    this.$el.toggleAttribute("data-scroll", this.scroll);
    this.applyKeepingPlace(() => this.insert(this.items ?? [], -1, this.limit), { quiet: true });
    if (this.pages.includes("first")) this.askPage("first");
    this.checkEdges();
  },

  methods: {
    // ---- what one viewer's server side asks for

    apply(operations, revision = null, page = null) {
      if (page && !this.isWanted(page)) return;
      this.applyKeepingPlace(() => operations.forEach(([operation, ...args]) => this[operation](...args)), { quiet: page !== null });
      if (revision !== null) {
        this.rewindTo(revision);
        if (page) this.paging.revision = revision;
      }
      if (page) this.paging.beside = this.keyAt(page.edge);
      this.catchUp();
      this.checkEdges();
    },

    insert(rows, at = -1, limit = null, updateOnly = false) {
      const fresh = new Map();
      for (const [key, html] of rows) {
        if (this.rows.has(key)) this.morph(key, html);
        else if (!updateOnly) fresh.set(key, html);
        if (this.sorted && this.rows.has(key)) this.sortIn(this.rows.get(key));
      }
      if (this.sorted && this.rows.size) return this.insertSorted(fresh, limit);
      const before = at < 0 || at >= this.rows.size ? this.$refs.end : this.$el.children[at + 1];
      const added = document.createDocumentFragment();
      for (const [key, html] of fresh) added.append(this.register(key, this.build(key, html)));
      if (fresh.size) {
        this.$el.insertBefore(added, before);
        this.touched.add(before);
        if (before === this.$refs.end) this.added += fresh.size;
      }
      this.prune(limit);
    },

    remove(keys) {
      const had = this.rows.size;
      for (const key of keys) {
        this.unseen.delete(key);
        if (this.rows.has(key)) this.drop(key);
      }
      this.turned = null;
      this.emptied = had > 0 && !this.rows.size;
    },

    reset(rows) {
      const kept = new Map(rows);
      for (const key of [...this.rows.keys()]) if (!kept.has(key)) this.drop(key);
      let last = this.$refs.top;
      for (const [key, html] of kept) {
        if (this.rows.has(key)) this.morph(key, html);
        else this.register(key, this.build(key, html));
        const row = this.rows.get(key);
        if (last.nextElementSibling !== row) this.move(row, last.nextElementSibling);
        last = row;
        this.touched.add(row);
      }
      this.atEnd = true;
      this.atStart = !this.pages.includes("top");
      this.unseen.clear();
      this.failed = null;
      this.turned = null;
      if (this.paging) this.paging.stale = true;
      this.prune(this.limit);
    },

    // ---- the registry

    build(key, html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      let row = template.content.firstElementChild;
      if (!row) {
        console.error(`Stream ${this.name}: what render returned for ${key} is no element: ${html}`);
        row = document.createElement("div"); // one bad row must not cost the others
      }
      row.id = `${this.name}-${key}`;
      row.dataset.key = key;
      this.html.set(key, html);
      return row;
    },

    // A row as the server sent it; on the page, scripts and the browser's translation may have changed it.
    sent(key) {
      return this.html.get(key) ?? "";
    },

    register(key, row) {
      this.rows.set(key, row);
      this.touched.add(row);
      this.resizes?.observe(row);
      return row;
    },

    morph(key, html) {
      const row = this.rows.get(key);
      const focused = row.contains(document.activeElement) ? document.activeElement : null;
      const morphed = morph(row, this.build(key, html));
      if (morphed !== row) {
        this.resizes?.unobserve(row);
        if (this.heir === row) this.heir = morphed;
        this.register(key, morphed);
      }
      this.touched.add(morphed);
      // What had the focus may have moved within the row, or gone: somebody goes by keys there.
      if (focused && !focused.isConnected) this.focus(namesake(morphed, focused) ?? morphed);
    },

    move(row, next) {
      // Focus, what is scrolled inside and running animations survive a move, where the browser can do that.
      if (row.isConnected && this.$el.moveBefore) this.$el.moveBefore(row, next);
      else this.$el.insertBefore(row, next);
    },

    drop(key) {
      const row = this.rows.get(key);
      const below = row.nextElementSibling;
      const neighbour = below !== this.$refs.end ? below : row.previousElementSibling;
      if (row === this.heir || row.contains(document.activeElement)) this.heir = neighbour;
      this.rows.delete(key);
      this.html.delete(key);
      this.resizes?.unobserve(row);
      row.remove();
      this.touched.add(below);
    },

    passFocusOn() {
      if (!this.heir) return;
      this.focus(this.isRow(this.heir) ? this.heir : this.$el);
      this.heir = null;
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
      return element?.parentElement === this.$el && this.rows.get(element.dataset.key) === element;
    },

    keyAt(edge) {
      if (!this.rows.size) return "";
      const { top, end } = this.$refs;
      return (edge === "top" ? top.nextElementSibling : end.previousElementSibling).dataset.key;
    },

    clicked(event) {
      const path = event.composedPath();
      const button = event.target.closest("[data-action]");
      const row = path.find(this.isRow);
      const around = path.slice(path.indexOf(button)).find((element) => element.stream?.$el === element);
      if (!button || !row || around !== this.$el) return; // another's: a stream inside a row
      this.act(row.dataset.key, { ...button.dataset });
    },

    // Sends an action of a row, as a `data-action` button in it with these `data-…` attributes would.
    act(key, { action, ...args }) {
      this.$emit("action", { action, key: String(key), args });
    },
  },
};
