// The sidebar: Quasar's drawer, wholly in the browser; on a phone the header's button opens it.
import { initials } from "avatar";
import { markCurrentRoom, onRoomShown } from "current_room";
import outboxSummary from "outbox_summary";
import { UnreadRooms } from "unread_rooms";

// As in `rooms.queries`.
function inOrder(parts) {
  const key = (part) => part.textContent.toLowerCase();
  return parts.sort((one, other) => (key(one) === key(other) ? one.dataset.person - other.dataset.person : key(one) < key(other) ? -1 : 1));
}

// As the macro `avatar` does.
function showPicture(place, name, avatar) {
  if (!avatar) {
    place.textContent = initials(name);
    return;
  }
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = `/avatars/${avatar}.webp`;
  place.replaceChildren(picture);
}

export default {
  components: { outboxSummary },

  template: `
    <q-drawer ref="drawer" class="sidebar" show-if-above side="left" :width="264" :breakpoint="breakpoint" no-swipe-open
              @click="hideOnPhone">
      <div v-html="brand"></div>
      <nav class="sidebar-rooms" aria-label="Rooms" @stream:rows="markRooms"><slot></slot></nav>
      <outbox-summary ref="outbox" :me="me"></outbox-summary>
      <div class="new-room" v-html="more"></div>
      <div class="account" v-html="account"></div>
    </q-drawer>`,

  props: { me: String, brand: String, more: String, account: String, breakpoint: Number, unread: Array },

  emits: ["read", "unread", "recount"],

  created() {
    this.rooms = new UnreadRooms(this.me, {
      send: (mark) => this.$emit("read", mark),
      recount: () => this.$emit("recount"),
    });
  },

  mounted() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("click", this.toggle, { signal });
    for (const event of ["focus", "blur"]) window.addEventListener(event, this.look, { signal });
    document.addEventListener("visibilitychange", this.look, { signal });
    window.addEventListener("pagehide", () => this.rooms.sendMarks(), { signal });
    for (const event of ["stream:position", "stream:rows"]) document.addEventListener(event, this.see, { signal });
    document.addEventListener("stream:changes", this.hearShown, { signal });
    document.addEventListener("unread:from", this.markUnread, { signal });
    document.addEventListener("unread:none", this.markAllRead, { signal });
    onRoomShown(this.changeRoom);
    this.rooms.take(this.unread, true);
    this.listen();
  },

  unmounted() {
    this.gone.abort();
    window.socket?.off("stream-signal", this.hear);
  },

  methods: {
    // The server draws rooms without knowing which one is shown, where something waits and what is unread.
    markRooms() {
      markCurrentRoom();
      this.$refs.outbox?.show();
      this.rooms.show();
    },

    // The page's socket is there only after its components.
    listen() {
      if (!window.socket) return requestAnimationFrame(this.listen);
      window.socket.on("stream-signal", this.hear);
    },

    hear(topic, name, data) {
      if (name === "news") this.rooms.hear(topic.slice("news:".length), data);
    },

    hearShown({ target, detail }) {
      if (target.id === "messages") this.rooms.hearShown(detail);
    },

    markUnread({ detail }) {
      this.rooms.keepUnread(detail.room);
      this.$emit("unread", detail);
    },

    markAllRead() {
      this.$emit("read", { all: true });
    },

    changeRoom() {
      this.rooms.changeRoom();
    },

    see() {
      this.rooms.see();
    },

    // Somebody has come or gone.
    look() {
      this.rooms.see();
      this.rooms.show();
    },

    showUnread(rows, isAll) {
      this.rooms.take(rows, isAll);
    },

    // In the names of direct rooms, which are in the order of the people's names, and as the picture of one's own.
    showPerson(id, name, avatar) {
      for (const part of document.querySelectorAll(`#rooms [data-person="${Number(id)}"]`)) {
        part.textContent = name;
        const names = part.parentElement;
        const parts = [...names.querySelectorAll("[data-person]")];
        if (parts.length > 1) names.replaceChildren(...inOrder(parts).flatMap((each) => [", ", each]).slice(1));
        else showPicture(part.closest("a").querySelector(".avatar"), name, avatar);
      }
    },

    // By a button of the header, which is drawn by the server.
    toggle({ target }) {
      if (target.closest(".menu-button")) this.$refs.drawer.toggle();
    },

    // Once a room is chosen there, the drawer has done its work.
    hideOnPhone({ target }) {
      if (target.closest("a") && innerWidth < this.breakpoint) this.$refs.drawer.hide();
    },
  },
};
