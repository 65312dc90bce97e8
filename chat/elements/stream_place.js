// The reader's place: one operation is one layout, and moves nothing that is being looked at.

export const NEAR_END = 100; // px from the end within which a reader follows what is appended
export const AT_END = 2; // px: fractional scroll positions never quite reach the end
const HUSH = 500; // ms for which assistive technology may still be taking note of an operation

// By a style sheet, such as one that filters; or gone.
function isHidden(row) {
  return row.getClientRects().length === 0;
}

function standsAt(row, { top, scale }) {
  const at = row.getBoundingClientRect();
  return { top: (at.top - top) / scale, bottom: (at.bottom - top) / scale, height: at.height / scale };
}

export default {
  created() {
    this.place = { scrollTop: 0, gap: 0, pinned: true, seen: [] };
    this.height = 0; // px that show rows
  },

  mounted() {
    this.isLog = this.$el.getAttribute("role") === "log"; // a log is read aloud
    this.resizes = new ResizeObserver((entries) => this.resized(entries));
    this.resizes.observe(this.$el);
    this.resizes.observe(this.$refs.top);
  },

  unmounted() {
    this.resizes.disconnect();
    clearTimeout(this.hushed);
  },

  methods: {
    applyKeepingPlace(change, { quiet = false } = {}) {
      this.keepPlace();
      this.added = 0;
      change();
      this.markEdges();
      if (this.isLog) this.readAloud(!quiet && this.added > 0);
      const rows = [...this.touched].filter((element) => this.isRow(element));
      this.touched.clear();
      // Listeners dress the rows (times, grouping) here, before heights are measured.
      if (rows.length) this.$el.dispatchEvent(new CustomEvent("stream:rows", { detail: { rows }, bubbles: true }));
      this.passFocusOn();
      if (this.added && this.atEnd && this.place.gap <= NEAR_END) this.toEnd();
      else this.keepPlace();
    },

    // Read aloud is what comes after the last row; older rows and changed ones come while the live region is off.
    readAloud(isNews) {
      clearTimeout(this.hushed);
      this.$el.setAttribute("aria-live", isNews ? "polite" : "off");
      if (!isNews) this.hushed = setTimeout(() => this.readAloud(true), HUSH);
    },

    rememberPlace(owed = 0) {
      const { scrollHeight, scrollTop, clientHeight, children } = this.$el;
      if (!this.scroll || !clientHeight) return;
      const box = this.box();
      let [low, high] = [1, this.rows.size];
      while (low < high) {
        const middle = (low + high) >> 1;
        let shown = middle;
        while (shown < high && isHidden(children[shown])) shown += 1;
        if (shown === high || standsAt(children[shown], box).bottom > 0) high = middle;
        else low = shown + 1;
      }
      const gap = scrollHeight - scrollTop - clientHeight;
      const pinned = this.atEnd && gap <= AT_END; // the end of a window that more rows follow is no place to stick to
      this.place = { scrollTop, gap, pinned, seen: this.rowsInSight(box, children[low], owed) };
    },

    // The rows in sight and one more: where the first is removed, the next ones tell what the reader looks at.
    rowsInSight(box, row, owed) {
      const seen = [];
      for (let last = -Infinity; last < box.height && this.isRow(row); row = row.nextElementSibling) {
        if (isHidden(row)) continue;
        const { top, bottom } = standsAt(row, box);
        // Its bottom, since what stands above its text (a separator, an image that loads late) may change.
        seen.push({ row, bottom: bottom - owed });
        last = top;
      }
      return seen;
    },

    // Where the element is shown, and how much larger than its own pixels, by CSS.
    box() {
      const { top, height } = this.$el.getBoundingClientRect();
      const ratio = height / this.$el.offsetHeight;
      const scale = Math.abs(ratio - 1) < 0.01 ? 1 : ratio; // offsetHeight is rounded
      return { top, height: height / scale, scale };
    },

    // How far the reader has scrolled since; it was the browser, where the content no longer reaches that far.
    scrolledBy() {
      const { scrollTop, scrollHeight, clientHeight } = this.$el;
      const reach = this.place.scrollTop + Math.min(this.place.gap, 0); // a gap below 0: pulled beyond the end
      return reach > scrollHeight - clientHeight + 1 ? 0 : scrollTop - this.place.scrollTop;
    },

    // What is looked at moves by what the reader has scrolled, and by nothing else.
    keepPlace() {
      if (!this.scroll) return;
      if (!this.$el.clientHeight) {
        this.place.scrollTop = Infinity; // hidden: whatever scrolls it meanwhile is not the reader
        return;
      }
      const by = this.scrolledBy();
      if (Math.abs(by) >= 1) this.turned = null;
      if (this.place.pinned && !by) return this.toEnd();
      const box = this.box();
      let owed = 0;
      for (const { row, bottom } of this.place.seen) {
        const at = standsAt(row, box);
        const expected = bottom - by;
        // A row that has gone tells nothing, nor one that would be out of sight.
        if (isHidden(row) || (by && (expected <= 0 || expected - at.height >= box.height))) continue;
        const shift = at.bottom - expected;
        if (Math.abs(shift) >= 1) this.$el.scrollTop += shift;
        // Positions are whole pixels: what is left over is owed, or it would add up with every operation.
        owed = standsAt(row, box).bottom - expected;
        break;
      }
      this.rememberPlace(Math.abs(owed) < 1 ? owed : 0);
      this.emitPosition();
    },

    toEnd() {
      if (!this.scroll) return;
      this.$el.scrollTop = this.$el.scrollHeight;
      this.rememberPlace();
      this.emitPosition();
    },

    resized(entries) {
      const { clientHeight } = this.$el;
      if (clientHeight > this.height) this.turned = null; // there is room for more
      this.height = clientHeight;
      // Who stands at the very top sees what appears there, such as the button for another try.
      const isAtTop = this.place.scrollTop === 0 && !this.place.pinned;
      if (isAtTop && entries.some(({ target }) => target === this.$refs.top)) this.rememberPlace();
      else this.keepPlace();
      this.checkEdges();
    },

    scrolled() {
      this.keepPlace();
      this.checkEdges();
    },

    emitPosition() {
      const nearEnd = this.atEnd && this.place.gap <= NEAR_END;
      if (nearEnd) this.unseen.clear();
      const detail = { nearEnd, unseen: this.unseen.size };
      if (detail.nearEnd === this.told?.nearEnd && detail.unseen === this.told.unseen) return;
      this.told = detail;
      this.$el.dispatchEvent(new CustomEvent("stream:position", { detail, bubbles: true }));
    },

    jump() {
      if (this.atEnd || !this.hasNewest()) this.toEnd();
      else this.askNewest();
    },
  },
};
