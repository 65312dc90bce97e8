// What is new in an open room since it was read, with the bar above it: a part of room_view.js.
import { NewMessages } from "new_messages";

export const roomNews = {
  data: () => ({
    newCount: 0, // as of NewMessages
    newSince: null,
    hasBar: false,
  }),

  created() {
    this.newMessages = new NewMessages(this.me, this.news, this.format);
    this.newCount = this.newMessages.count;
  },

  methods: {
    // By the sidebar, which knows what is unread in all rooms.
    markUnread({ dataset: { key } }) {
      document.dispatchEvent(new CustomEvent("unread:from", { detail: { room: this.room, message: key } }));
      this.newMessages.markUnread(key);
      this.showNews();
    },

    showNews() {
      const { count, since } = this.newMessages;
      if (count === this.newCount && since === this.newSince) return; // as with most messages, for which a layout is dear
      this.newCount = count;
      this.newSince = since;
      this.list.stream.keepPlace();
    },
  },
};
