// NiceGUI elements inside a row, see inside.py. The wrapper is marked as kept, so that updates of the row leave it alone.
export default {
  template: `
    <Teleport v-if="target" :to="target"><section ref="wrapper" data-keep style="display: contents"><slot></slot></section></Teleport>`,

  inheritAttrs: false,

  props: {
    list: String, // the DOM id of the stream
    row: String, // the row's key
    selector: String, // which part of the row; the row itself without one
  },

  data: () => ({ target: null }), // the part of the row, while it is there

  async mounted() {
    await this.$nextTick(); // the stream is mounted after its children
    this.stream = document.getElementById(this.list)?.stream;
    this.stream?.insides.add(this);
    this.place();
  },

  unmounted() {
    this.stream?.insides.delete(this);
  },

  methods: {
    // Comes in the order of the operations: a row that is removed before belonged to somebody else.
    start() {
      this.isStarted = true;
      this.place();
    },

    // The rows have changed.
    place() {
      const row = this.stream?.rows.get(this.row);
      if (this.isStarted && this.hasRow && !row) this.$emit("gone");
      this.hasRow = Boolean(row);
      this.target = row ? this.part(row) : null;
      const { wrapper } = this.$refs;
      if (this.target && wrapper && this.lastTarget === this.target && wrapper.parentElement !== this.target) {
        this.target.append(wrapper); // a script has emptied it
      }
      this.lastTarget = this.target;
    },

    part(row) {
      if (!this.selector) return row;
      try {
        return row.querySelector(this.selector);
      } catch (error) {
        console.error(`Stream ${this.list}: inside(…, ${this.selector}): ${error.message}`);
        return null; // operations must go on
      }
    },
  },
};
