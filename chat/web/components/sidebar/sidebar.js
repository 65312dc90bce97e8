// The sidebar: Quasar's drawer, wholly in the browser; on a phone it is a page of its own, /rooms.
import { currentRoom, markCurrentRoom, onRoomShown, roomLinks } from "current_room";
import { openOnDemand } from "dialog";
import outboxSummary from "outbox_summary";
import { watchDrafts } from "room_drafts";
import { RoomFilter } from "room_filter";
import { RoomKeys } from "room_keys";
import { RoomLevels } from "room_levels";
import { RoomPreviews } from "room_previews";
import { showPersonInList } from "room_names";
import { Sections } from "sections";
import { SidebarEdge, sidebarWidth } from "sidebar_edge";
import { Teller } from "teller";
import { showTotal } from "unread_badge";
import { UnreadRooms } from "unread_rooms";
import { UnreadThreads } from "unread_threads";

const SCROLL_PAUSE = 250; // ms between two looks at what has come into sight

// Without the socket, which is closed with the page.
function sendBeacon({ room, message }) {
  navigator.sendBeacon(`/rooms/${room}/read`, new URLSearchParams({ message }));
}

export default {
  components: { outboxSummary },

  template: `
    <q-drawer ref="drawer" class="sidebar" show-if-above side="left" :width="width" :breakpoint="breakpoint" no-swipe-open>
      <a class="skip-link" href="#messages" target="_self" @click.prevent="skip">Skip to the messages</a>
      <div v-html="brand"></div>
      <input ref="filter" class="room-filter" type="text" aria-label="Filter rooms" placeholder="Filter rooms" aria-controls="rooms"
             autocomplete="off" spellcheck="false" enterkeyhint="go">
      <nav ref="list" class="sidebar-rooms" aria-label="Rooms" @stream:rows="markRooms">
        <div class="side-links" v-html="more"></div>
        <slot></slot>
        <p class="filter-none" role="status"></p>
      </nav>
      <a class="new-message" href="/messages/new" aria-label="New message"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M11 2.5 13.5 5 5.5 13H3v-2.5z"/></svg></a>
      <outbox-summary ref="outbox" :me="me"></outbox-summary>
      <div class="account" v-html="account"></div>
    </q-drawer>`,

  props: { me: String, brand: String, more: String, account: String, breakpoint: Number, unread: Array },

  emits: ["read", "unread", "recount", "threads", "star", "level", "notice", "previews"],

  data: () => ({ width: sidebarWidth() }),

  created() {
    this.rooms = new UnreadRooms(this.me, {
      send: (mark) => this.$emit("read", mark),
      sendLast: sendBeacon,
      shown: this.showTotal,
      recount: (room) => this.$emit("recount", room ? { room } : {}),
    });
    this.threads = new UnreadThreads(() => this.$emit("threads"));
    this.previews = new RoomPreviews(this.me, (rooms) => this.$emit("previews", { rooms }));
    this.levels = new RoomLevels((choice) => this.$emit("level", choice));
    this.teller = new Teller(this.me, {
      levelOf: (room) => this.levels.of(room),
      ask: (question) => this.$emit("notice", question),
    });
  },

  mounted() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    for (const event of ["focus", "blur"]) window.addEventListener(event, this.look, { signal });
    document.addEventListener("visibilitychange", this.look, { signal });
    window.addEventListener("pagehide", () => this.rooms.sendMarks(), { signal });
    this.showDrafts = watchDrafts(this.me, signal);
    for (const event of ["stream:position", "stream:rows"]) document.addEventListener(event, this.see, { signal });
    document.addEventListener("scroll", this.seeSoon, { signal, capture: true, passive: true });
    document.addEventListener("stream:changes", this.hearShown, { signal });
    document.addEventListener("click", this.openLevels, { signal });
    document.addEventListener("unread:from", this.markUnread, { signal });
    document.addEventListener("unread:read", this.markRead, { signal });
    document.addEventListener("unread:none", this.markAllRead, { signal });
    document.addEventListener("click", this.star, { signal });
    const { drawer, filter, list } = this.$refs;
    this.edge = new SidebarEdge(drawer.$el.querySelector(".sidebar"), (width) => {
      this.width = width;
    });
    this.threads.list = list;
    this.sections = new Sections(list);
    this.keys = new RoomKeys(list);
    this.filter = new RoomFilter(filter, list, () => this.keys.focusFirst());
    list.addEventListener("contextmenu", this.openRowMenu);
    this.stopWatching = onRoomShown(this.changeRoom);
    if (this.unread) this.showUnread(this.unread, true);
    else this.$emit("recount", {}); // mounted anew: the server forgets what it has sent
    this.listen();
  },

  unmounted() {
    this.gone.abort();
    this.stopWatching();
    window.socket?.off("stream-signal", this.hear);
    this.teller.stop();
    this.threads.stop();
  },

  methods: {
    // The server draws rooms without knowing which one is shown, where something waits and what is unread, collapsed or
    // filtered out.
    markRooms() {
      markCurrentRoom();
      this.$refs.outbox?.show();
      this.rooms.show();
      this.sections?.show();
      this.filter?.show();
      this.keys?.show();
      this.levels.show();
      this.previews.show();
      this.showDrafts?.();
      this.showTotal();
    },

    showTotal() {
      showTotal([...roomLinks(), this.threads.link].filter(Boolean));
    },

    skip() {
      document.getElementById("messages")?.focus();
    },

    // The page's socket is there only after its components.
    listen() {
      if (!window.socket) return requestAnimationFrame(this.listen);
      window.socket.on("stream-signal", this.hear);
      this.teller.start();
    },

    hear(topic, name, data) {
      if (name === "thread-news") return this.hearThread(...data);
      if (name !== "news") return undefined;
      const room = topic.slice("news:".length);
      this.rooms.hear(room, data);
      this.previews.hear(room);
      this.teller.notices.hear(room, data);
      return undefined;
    },

    // Of a thread that one follows; who is told of it the server decides.
    hearThread(thread, _room, message, author) {
      this.threads.hear(thread);
      this.teller.notices.hear(String(thread), [[message, author, 0, [Number(this.me)]]]);
    },

    hearShown({ target, detail }) {
      const room = target.closest(".room-view")?.dataset.room;
      if (!room) return;
      this.rooms.hearShown(room, detail);
      this.teller.notices.hearShown(room, detail);
    },

    markUnread({ detail }) {
      this.rooms.keepUnread(detail.room);
      this.$emit("unread", detail);
    },

    markRead({ detail }) {
      this.rooms.markRead(detail.room);
    },

    markAllRead() {
      this.$emit("read", { all: true });
    },

    // By the right button, or by the keyboard's menu key.
    openRowMenu(event) {
      const link = event.target.closest("#rooms > a");
      if (!link || event.shiftKey) return;
      event.preventDefault();
      openOnDemand("The menu", () => import("row_menu"), (menu) => menu.openRowMenu(link, event));
    },

    changeRoom() {
      this.rooms.changeRoom();
      this.keys.show();
      this.previews.look();
      this.reveal();
    },

    // The room that is shown, in a list that is longer than the screen.
    reveal() {
      const current = document.getElementById(`rooms-${currentRoom()}`);
      if (!current) return;
      const [row, list] = [current, this.$refs.list].map((element) => element.getBoundingClientRect());
      if (row.top < list.top || row.bottom > list.bottom) this.$refs.list.scrollTop += (row.top + row.bottom - list.top - list.bottom) / 2;
    },

    // By items of menus: of the room's, and of its row's.
    star({ target }) {
      const { room, star } = target.closest("[data-star]")?.dataset ?? {};
      if (room) this.$emit("star", { room, on: star === "on" });
    },

    see() {
      this.rooms.see();
    },

    // While one scrolls.
    seeSoon({ target }) {
      if (!target.closest?.(".room-view")) return;
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.rooms.see();
        this.rooms.show();
      }, SCROLL_PAUSE);
    },

    // Somebody has come or gone.
    look() {
      if (document.visibilityState === "hidden") this.rooms.sendMarks();
      this.rooms.see();
      this.rooms.show();
    },

    showUnread(rows, isAll) {
      this.rooms.take(rows, isAll);
      this.levels.take(rows, isAll);
      this.teller.notices.take(rows);
    },

    showThreads(count, mentions) {
      this.threads.take(count, mentions);
      this.showTotal();
    },

    showNotices(notices) {
      this.teller.notices.show(notices);
    },

    showPreviews(rows) {
      this.previews.take(rows);
    },

    showLevel(room, level) {
      this.levels.set(room, level);
    },

    // By a button of the room's menu.
    openLevels({ target }) {
      if (target.closest(".level-button")) this.levels.openDialog();
    },

    showPerson(id, name, avatar) {
      showPersonInList(Number(id), name, avatar);
    },
  },
};
