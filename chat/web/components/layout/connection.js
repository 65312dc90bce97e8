// Shows that the connection is lost, in place of NiceGUI's own popup, or that updates are delayed.
export default {
  template: `<div class="connection" role="status">{{ text || (late ? "Live updates are delayed. Your messages are saved." : "") }}</div>`,

  props: { late: Boolean },

  data: () => ({ text: "" }),

  mounted() {
    this.$nextTick(() => {
      window.socket.on("disconnect", this.lost);
      window.socket.on("connect", this.back);
      window.addEventListener("offline", this.lost);
    });
  },

  methods: {
    lost() {
      this.text = "Connection lost. Reconnecting… Your messages are kept and will be sent.";
    },

    back() {
      this.text = "";
    },
  },
};
