// What of an open room is on its way or has no row to stand in: a part of room_view.js.
export const roomWaiting = {
  data: () => ({
    pending: [], // the room's messages in the outbox
    unfinished: [], // edits that stand in no row
  }),

  methods: {
    async send(body, what) {
      this.outbox.say(body, what);
      await this.$nextTick();
      this.list.stream.jump();
    },

    showOutbox() {
      if (!this.list) return;
      this.pending = this.pendingMessages();
      this.outbox.showActions();
      this.showUnfinished();
      this.list.stream.keepPlace();
    },

    // Nothing changes its size.
    showProgress() {
      if (this.pending.some(({ files }) => files.length)) this.pending = this.pendingMessages();
    },

    pendingMessages() {
      return this.outbox.pendingMessages(this.row(this.list.stream.keyAt("bottom")));
    },

    showUnfinished() {
      if (this.list) this.unfinished = this.actions.unfinished;
    },
  },
};
