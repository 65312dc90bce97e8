// The reader's place: one operation is one layout, and moves nothing that is being looked at.

export const NEAR_END = 100; // px from the end within which a reader follows what is appended
const AT_END = 2; // px: fractional scroll positions never quite reach the end
const HUSH = 500; // ms for which assistive technology may still be taking note of an operation

export default {
  created() {
    this.place = { gap: 0, pinned: true, row: null, bottom: 0 };
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
  },
};
