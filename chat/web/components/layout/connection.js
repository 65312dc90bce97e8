// Says that the connection is lost, in place of NiceGUI's own popup, or that updates are delayed.
export default {
  template: `<div class="connection" role="status">{{ text }}</div>`,

  props: { late: Boolean },

  data: () => ({ isLost: false }),

  computed: {
    text() {
      if (this.isLost) return "Connection lost. Reconnecting… Your messages are kept and will be sent.";
      return this.late ? "Live updates are delayed. Your messages are saved." : "";
    },
  },

  mounted() {
    // NiceGUI makes the socket after it has mounted the page.
    this.$nextTick(() => {
      window.socket.on("disconnect", this.disconnected);
      window.socket.on("connect", this.connected);
      window.addEventListener("offline", this.disconnected);
    });
  },

  methods: {
    disconnected() {
      this.isLost = true;
    },

    connected() {
      this.isLost = false;
    },
  },
};
