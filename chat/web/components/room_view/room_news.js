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
      this.newCount = this.newMessages.count;
      this.newSince = this.newMessages.since;
      this.list.stream.keepPlace();
    },
  },
};
