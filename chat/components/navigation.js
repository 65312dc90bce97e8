// Changing rooms without a page load: links of our own become `navigate` events, and the address follows.
export default {
  template: `<div hidden></div>`,

  mounted() {
    document.addEventListener("click", this.follow);
    window.addEventListener("popstate", this.go);
    document.addEventListener("stream:rows", this.mark);
    this.mark();
  },

  unmounted() {
    document.removeEventListener("click", this.follow);
    window.removeEventListener("popstate", this.go);
    document.removeEventListener("stream:rows", this.mark);
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
      for (const link of document.querySelectorAll("#rooms > a")) {
        if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
  },
};
