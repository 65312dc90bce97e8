// Changing rooms without a page load: links to rooms become `navigate` events, and the address follows.
// It also starts what watches the whole page: keyboard shortcuts, the count of unread messages, the day and time zone.
import { markCurrentRoom } from "current_room";
import { watchLocalTime } from "local_time";
import { listenToShortcuts } from "shortcuts";
import { watchUnread } from "unread";

export default {
  template: `<div hidden></div>`,

  emits: ["navigate"],

  mounted() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    document.addEventListener("click", this.follow, { signal });
    window.addEventListener("popstate", this.navigate, { signal });
    listenToShortcuts(signal);
    watchUnread(signal);
    watchLocalTime(signal);
  },

  unmounted() {
    this.listeners.abort();
  },

  methods: {
    follow(event) {
      const link = event.target.closest("a[href^='/rooms']");
      if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (link.pathname !== location.pathname) history.pushState({}, "", link.href);
      this.navigate();
    },

    navigate() {
      markCurrentRoom();
      this.$emit("navigate", { path: location.pathname });
    },
  },
};
