// NiceGUI elements inside a row, see inside.py. The wrapper is marked as kept, so that updates of the row leave it alone.
import { dom, select } from "stream_dom";

// Where they wait while their row is not there: mounted, so that what the program does with them is not lost.
const parking = document.createElement("section");
parking.style.display = "none";
document.body.append(parking);

// By DOM ids, since a dialog mounts all anew when it opens: those that have started, and whether their row was there.
window.streamInsides ??= new Map(); // inside.py adds them
const started = window.streamInsides;

export default {
  template: `
    <Teleport :to="target"><section ref="wrapper" data-keep style="display: contents"><slot></slot></section></Teleport>`,

  inheritAttrs: false,

  props: {
    list: String, // the DOM id of the stream
    row: String, // the row's key
    selector: String, // which part of the row; the row itself without one
  },

  data: () => ({ target: parking }), // the part of the row, while it is there

  async mounted() {
    await this.$nextTick(); // the stream is mounted after its children
    if (this.isUnmounted) return;
    this.stream = document.getElementById(this.list)?.stream;
    this.stream?.insides.add(this);
    this.place();
  },

  unmounted() {
    this.isUnmounted = true;
    this.stream?.insides.delete(this);
  },

  methods: {
    // Comes in the order of the operations: a row that is removed before it is another one with the same key.
    start() {
      this.place();
    },

    // Whether changes of these rows may concern it, or its row has come or gone.
    isAffected(changed) {
      const row = this.stream.rows.get(this.row);
      return row !== this.shownIn || changed.has(row) || (!row && started.get(this.$attrs.id));
    },

    // The rows have changed.
    place() {
      const row = this.stream?.rows.get(this.row);
      const part = row && (this.selector ? select(row, this.selector, `inside(…, ${this.selector})`)[0] : row);
      const { wrapper } = this.$refs;
      if (part && this.target === part && wrapper.parentElement !== part) dom(part).append(wrapper); // a script has emptied it
      this.target = part ?? parking;
      this.follow(row);
    },

    // It ends with its row. Mounted anew, the stream may not have its rows yet.
    follow(row) {
      const { id } = this.$attrs;
      const hasGone = this.shownIn || this.stream?.model.hasAllRows;
      this.shownIn = row;
      if (!started.has(id)) return;
      if (row) started.set(id, true);
      else if (started.get(id) && hasGone) {
        started.delete(id);
        this.$emit("gone");
      }
    },
  },
};
