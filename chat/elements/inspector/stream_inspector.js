// The button "Inspect streams". Everything else of the inspector is loaded when it is pressed.

const style = new CSSStyleSheet();
style.replaceSync(`
  .stream-inspector-button { display: inline-grid; place-content: center; width: 32px; height: 32px; padding: 0; border: 1px solid; border-radius: 6px; color: inherit; background: none; cursor: pointer; }
  .stream-inspector-button[hidden] { display: none; }
`);
document.adoptedStyleSheets.push(style);

const RESTARTED = "stream-inspector-restarted"; // for this tab, through the reload that follows a restart
const PATIENCE = 300_000; // ms after which a restart is forgotten

// stream: the one that is looked at
function noteRestart(stream) {
  try {
    sessionStorage.setItem(RESTARTED, JSON.stringify({ stream, time: Date.now() }));
  } catch {
    // storage is blocked: the panel stays closed then
  }
}

// Takes what was noted, and forgets it; null if the server was not restarted just now.
function takeRestart() {
  try {
    const noted = JSON.parse(sessionStorage.getItem(RESTARTED));
    sessionStorage.removeItem(RESTARTED);
    return noted && Date.now() - noted.time < PATIENCE ? noted : null;
  } catch {
    return null;
  }
}

export default {
  template: `
    <button type="button" class="stream-inspector-button" aria-label="Inspect streams" title="Inspect streams" :aria-expanded="isOpen" :hidden="opener" @click="toggle">
      <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true"><path d="M1 8h3l2-5 4 10 2-5h3" stroke-linejoin="round"/></svg>
    </button>`,

  props: { opener: String, resourcePath: String, canRestart: Boolean },

  data: () => ({ isOpen: false }),

  mounted() {
    this.panel = null;
    if (this.opener) document.addEventListener("click", this.onDocumentClick);
    const restart = this.canRestart && takeRestart();
    if (restart) this.$nextTick(() => this.open(restart)); // once the page has its socket
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

    toggle() {
      if (this.panel) return this.panel.close();
      return this.isOpen ? undefined : this.open(); // or it is being loaded
    },

    // restart: what was noted of one after which the page was loaded anew
    async open(restart = null) {
      this.isOpen = true;
      try {
        const { openPanel } = await import(`${window.path_prefix}${this.resourcePath}/index.js`);
        const panel = await openPanel({
          requestCounts: () => this.$emit("count"),
          requestRestart: this.canRestart ? this.requestRestart : null,
          restart,
          onClosed: this.onClosed,
        });
        if (this.isGone) panel?.close(); // while it was loaded
        else this.panel = panel;
        if (!panel) this.isOpen = false; // another button has opened it
      } catch (error) {
        this.isOpen = false;
        throw error;
      }
    },

    requestRestart(stream) {
      noteRestart(stream);
      this.$emit("restart");
    },

    // The program's own button may have been replaced meanwhile, such as with the header around it.
    onClosed(hadFocus) {
      takeRestart(); // is not to be opened again by it
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

    refuseRestart() {
      takeRestart();
      this.panel?.refuseRestart();
    },
  },
};
