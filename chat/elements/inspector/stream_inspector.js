// The button "Inspect streams". Everything else of the inspector is loaded when it is pressed.

const style = new CSSStyleSheet();
style.replaceSync(`
  .stream-inspector-button { display: inline-grid; place-content: center; width: 32px; height: 32px; padding: 0; border: 1px solid; border-radius: 6px; color: inherit; background: none; cursor: pointer; }
  .stream-inspector-button[hidden] { display: none; }
`);
document.adoptedStyleSheets.push(style);

export default {
  template: `
    <button type="button" class="stream-inspector-button" aria-label="Inspect streams" title="Inspect streams" :aria-expanded="isOpen" :hidden="opener" @click="toggle">
      <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true"><path d="M1 8h3l2-5 4 10 2-5h3" stroke-linejoin="round"/></svg>
    </button>`,

  props: { opener: String, resourcePath: String },

  data: () => ({ isOpen: false }),

  mounted() {
    this.panel = null;
    if (this.opener) document.addEventListener("click", this.onDocumentClick);
  },

  unmounted() {
    document.removeEventListener("click", this.onDocumentClick);
    this.isGone = true;
    this.panel?.close();
  },

  methods: {
    onDocumentClick(event) {
      if (Element.prototype.closest.call(event.target, this.opener)) this.toggle(); // a form's field may be named closest
    },

    async toggle() {
      if (this.panel) return this.panel.close();
      if (this.isOpen) return undefined; // it is being loaded
      this.isOpen = true;
      try {
        const { openPanel } = await import(`${window.path_prefix}${this.resourcePath}/index.js`);
        const panel = await openPanel({ requestCounts: () => this.$emit("count"), onClosed: this.onClosed });
        if (this.isGone) panel?.close(); // while it was loaded
        else this.panel = panel;
        if (!panel) this.isOpen = false; // another button has opened it
      } catch (error) {
        this.isOpen = false;
        throw error;
      }
      return undefined;
    },

    // The program's own button may have been replaced meanwhile, such as with the header around it.
    onClosed(hadFocus) {
      this.panel = null;
      this.isOpen = false;
      if (hadFocus) (this.opener ? document.querySelector(this.opener) : this.$el)?.focus();
    },

    // ---- called by the server

    showCounts(counts) {
      this.panel?.showCounts(counts);
    },

    refuse() {
      this.panel?.close();
    },
  },
};
