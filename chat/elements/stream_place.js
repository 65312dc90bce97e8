// The reader's place: one operation is one layout, and moves nothing that is being looked at.

export const NEAR_END = 100; // px from the end within which a reader follows what is appended
const AT_END = 2; // px: fractional scroll positions never quite reach the end
const HUSH = 500; // ms for which assistive technology may still be taking note of an operation

export default {
  created() {
    this.place = { gap: 0, pinned: true, seen: [] };
  },

  mounted() {
    this.isLog = this.$el.getAttribute("role") === "log"; // a log is read aloud
    this.resizes = new ResizeObserver(() => this.keepPlace());
    this.resizes.observe(this.$el);
  },

  unmounted() {
    this.resizes.disconnect();
    clearTimeout(this.hushed);
  },

  methods: {
    settle(change, { quiet = false } = {}) {
      this.rememberPlace();
      this.added = [];
      change();
      if (this.isLog) this.readAloud(!quiet && this.added.length > 0);
      const rows = [...this.touched].filter((element) => this.isRow(element));
      this.touched.clear();
      // Listeners dress the rows (times, grouping) here, before heights are measured.
      if (rows.length) this.$el.dispatchEvent(new CustomEvent("stream:rows", { detail: { rows }, bubbles: true }));
      this.passFocusOn();
      if (this.added.length && this.atEnd && this.place.gap <= NEAR_END) this.toEnd();
      else this.keepPlace();
    },

    // Read aloud is what comes after the last row; older rows and changed ones come while the live region is off.
    readAloud(isNews) {
      clearTimeout(this.hushed);
      this.$el.setAttribute("aria-live", isNews ? "polite" : "off");
      if (!isNews) this.hushed = setTimeout(() => this.readAloud(true), HUSH);
    },

    rememberPlace() {
      const { scrollHeight, scrollTop, clientHeight, clientWidth, children } = this.$el;
      if (!this.scroll || !clientHeight) return;
      const { top, bottom } = this.$el.getBoundingClientRect();
      let [low, high] = [1, this.rows.size];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (children[middle].getBoundingClientRect().bottom > top) high = middle;
        else low = middle + 1;
      }
      const gap = scrollHeight - scrollTop - clientHeight;
      const pinned = this.atEnd && gap <= AT_END; // the end of a window that more rows follow is no place to stick to
      this.place = { gap, pinned, seen: this.rowsUntil(bottom, children[low]), clientHeight, clientWidth };
    },

    // The rows in sight and one more: where the first is removed, the next ones tell what the reader looks at.
    rowsUntil(end, row) {
      const seen = [];
      for (let top = -Infinity; top < end && this.isRow(row); row = row.nextElementSibling) {
        const box = row.getBoundingClientRect();
        // Its bottom, since what stands above its text (a separator, an image that loads late) may change.
        seen.push({ row, bottom: box.bottom });
        top = box.top;
      }
      return seen;
    },

    keepPlace() {
      if (!this.scroll || !this.$el.clientHeight) return;
      if (this.place.pinned) return this.toEnd();
      const kept = this.place.seen.find(({ row }) => row.isConnected);
      if (kept) this.$el.scrollTop += kept.row.getBoundingClientRect().bottom - kept.bottom;
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
      if (this.atEnd || !(this.topic || this.pages.includes("first"))) return this.toEnd();
      this.asking = Boolean(this.topic);
      this.$emit("jump", {});
    },
  },
};
