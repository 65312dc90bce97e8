// Changing rooms without a page load: links of our own become `navigate` events, and the address follows.
// It is on every page with a frame, and so brings along what listens to the whole page: keys, and what is unread.
import { listenToShortcuts } from "shortcuts";
import { countUnread } from "unread";

export default {
  template: `<div hidden></div>`,

  mounted() {
    this.life = new AbortController();
    const { signal } = this.life;
    document.addEventListener("click", this.follow, { signal });
    window.addEventListener("popstate", this.go, { signal });
    document.addEventListener("stream:rows", this.mark, { signal });
    this.mark();
    listenToShortcuts(signal);
    countUnread(signal);
  },

  unmounted() {
    this.life.abort();
  },

  methods: {
    follow(event) {
      const link = event.target.closest("a[href^='/rooms']");
      if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (link.pathname !== location.pathname) history.pushState({}, "", link.href);
      this.go();
    },

    go() {
      this.mark();
      this.$emit("navigate", { path: location.pathname });
    },

    mark(event) {
      if (event && event.target.id !== "rooms") return;
      const here = document.getElementById(`rooms-${/^\/rooms\/([0-9]+)$/.exec(location.pathname)?.[1]}`);
      for (const link of document.querySelectorAll("#rooms > a[aria-current]")) {
        if (link !== here) link.removeAttribute("aria-current");
      }
      here?.setAttribute("aria-current", "page");
    },
  },
};
