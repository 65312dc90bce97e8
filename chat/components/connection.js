// Tells when the connection is lost, in place of NiceGUI's own popup.
export default {
  template: `<div class="connection" role="status">{{ text }}</div>`,

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
      this.text = "Connection lost. Reconnecting… what you write is kept and will be sent.";
    },

    back() {
      this.text = "";
    },
  },
};
