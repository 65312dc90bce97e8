// Says that the connection is lost, in place of NiceGUI's own popup, or that updates are delayed.
import { isConnected, onConnection } from "socket";

export default {
  template: `<div class="connection" role="status">{{ text }}</div>`,

  props: { late: Boolean },

  data: () => ({ isLost: false }),

  computed: {
    text() {
      if (this.isLost) return "Connection lost. Reconnecting… What you write is kept and will be sent.";
      return this.late ? "Live updates are delayed. Your messages are saved." : "";
    },
  },

  mounted() {
    // NiceGUI makes the socket after it has mounted the page.
    this.$nextTick(() => onConnection({ connected: this.show, disconnected: this.show }));
    window.addEventListener("offline", this.show);
    window.addEventListener("online", this.show);
  },

  methods: {
    show({ type } = {}) {
      this.isLost = type === "offline" || !isConnected();
    },
  },
};
