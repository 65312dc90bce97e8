// What was found, and what is searched for: asks the server while somebody types in the box of search_box.js, and goes
// through the results by keys. The rows are a stream, whose next page comes when one nears the end of it.
import { areOfLostRooms, markChanged, markNews } from "changed_results";
import { listenToResultKeys, markResults } from "search_results";
import { onLocalTimeChanged } from "local_time";
import { currentRoom, onRoomShown } from "current_room";
import { onKeys } from "keyboard";
import { closeSearch, SEARCH_OPENED, searchPanel } from "search_box";
import { searchCompleting } from "search_completing";
import { SearchRequests } from "search_requests";
import { searchStart } from "search_start";
import { SEARCH_VIEW } from "search_view";
import { isUnfinished, namedRoom } from "search_words";
import { onConnection } from "socket";

const WIDE = window.matchMedia("(min-width: 1100px)"); // where there is space for it beside the room

export default {
  template: SEARCH_VIEW,

  mixins: [searchStart, searchCompleting],

  props: { me: String },

  emits: ["ask", "complete"],

  data: () => ({
    place: searchPanel().querySelector(".search-body"),
    text: "",
    isHere: false, // in this room alone
    order: "newest",
    room: currentRoom(),
    count: null, // of results that are there; null before the first answer
    hasMore: false,
    further: null, // where nothing was found among so many: after what the search goes on
    isLooking: false, // since somebody wants it to
    isIndexing: false,
    isOffline: false,
    isWaiting: false, // for the answer to something else than what is shown
  }),

  computed: {
    words() {
      if (this.text && this.isOffline) return "No connection. The search goes on once it is back.";
      if (!this.text || this.count === null) return "";
      const shown = `${this.count.toLocaleString()}${this.hasMore ? "+" : ""} ${this.count === 1 && !this.hasMore ? "result" : "results"}`;
      return [this.count ? shown : "", this.isIndexing ? "Older messages are still being indexed." : ""].filter(Boolean).join(" · ");
    },
    isNone() {
      return this.count === 0;
    },
    // The room that the text says, which wins over the choice.
    named() {
      return namedRoom(this.text);
    },
  },

  watch: {
    isHere: "searchNow",
    order: "searchNow",
  },

  created() {
    this.panel = searchPanel();
    this.box = this.panel.querySelector(".search-box");
    this.requests = new SearchRequests((question) => this.$emit("ask", question));
  },

  mounted() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    this.box.addEventListener("input", this.typed, { signal });
    onKeys(this.box, this.pressed, { signal });
    listenToResultKeys(this.$refs.found, { leave: () => this.box.focus() });
    document.addEventListener(SEARCH_OPENED, this.opened, { signal });
    document.addEventListener("stream:changes", this.hearShown, { signal });
    window.socket?.on("stream-signal", this.hearNews);
    onConnection({ connected: () => this.showConnection(true), disconnected: () => this.showConnection(false) });
    this.stopWatching = onRoomShown(this.showRoom);
    this.stopFormatting = onLocalTimeChanged(() => markResults(this.rows()));
    this.opened();
  },

  beforeUnmount() {
    this.gone.abort();
    window.socket?.off("stream-signal", this.hearNews);
    this.stopWatching();
    this.stopFormatting();
  },

  methods: {
    // What has been found may be gone by now; but whoever comes back from a result finds all as they left it.
    opened(event) {
      if (event?.detail?.isBack && this.followed && this.shown === this.box.value.trim()) return this.restore();
      this.showRecent();
      this.room = currentRoom();
      this.typed();
      this.searchNow();
    },

    // What was asked when it was lost may never have arrived.
    showConnection(isThere) {
      this.isOffline = !isThere;
      if (isThere) this.requests.repeat();
    },

    showRoom() {
      const isOther = this.room !== currentRoom();
      this.room = currentRoom();
      if (isOther && this.isHere && !this.named && !this.panel.contains(document.activeElement)) this.searchNow();
    },

    // ---- asking

    typed() {
      const text = this.box.value.trim();
      this.text = text;
      this.panel.querySelector(".search-clear").hidden = !this.box.value;
      this.isWaiting = Boolean(text) && this.shown !== text;
      this.complete();
      if (!text) this.searchNow();
      else if (isUnfinished(this.box.value.slice(0, this.box.selectionStart))) this.requests.drop();
      else this.requests.soon(this.question());
    },

    question() {
      return { text: this.text, room: this.isHere && !this.named ? (this.room ?? "") : "", order: this.order };
    },

    searchNow() {
      if (!this.text) {
        this.count = null;
        this.complain("");
      }
      this.requests.now(this.question());
    },

    // By Enter: what one means to find, and may look for again.
    submit() {
      if (!this.text) return;
      this.submitted = this.text;
      this.searchNow();
    },

    // By the server: what has become of a question.
    answered(number, { error, more, indexing, further = null }) {
      if (!this.requests.answered(number)) return;
      this.complain(error);
      this.isWaiting = this.requests.isWaiting;
      if (!this.isWaiting) this.shown = this.text;
      const isLosingFocus = !further && document.activeElement?.matches(".search-further");
      this.isLooking = false;
      this.further = further;
      this.hasMore = more;
      this.isIndexing = indexing;
      if (!error && this.text && this.submitted === this.text) this.remember();
      this.submitted = null;
      this.count = error || !this.text ? null : this.rows().length;
      this.showFollowed();
      if (isLosingFocus) (this.rows()[0] ?? this.box).focus();
    },

    // From the first result on, which a stream with all its rows would not; whoever comes back goes on where they were.
    showFollowed() {
      this.list().scrollTop = 0;
      const row = this.rows().find(({ dataset }) => dataset.message === this.followed);
      this.followed = null;
      row?.scrollIntoView({ block: "center" });
    },

    restore() {
      this.followed = null;
      this.list().scrollTop = this.scrolled;
    },

    list() {
      return this.$refs.found.querySelector(".stream");
    },

    // The next page has come.
    paged(more) {
      this.hasMore = more;
      this.count = this.rows().length;
    },

    complain(words) {
      const place = this.panel.querySelector(".search-error");
      if (place.textContent !== words) place.textContent = words;
      this.box.ariaInvalid = words ? "true" : null;
    },

    // ---- what was found

    rows() {
      return [...this.$refs.found.querySelectorAll("[data-result]")];
    },

    showRows({ detail: { rows } }) {
      markResults(rows);
    },

    // In a room that is open: what was deleted there is found no more, and what was edited may say something else. In the
    // list of rooms: of one that is lost nothing may stay; in one that was only left, the server may still find something.
    hearShown({ target, detail }) {
      if (target.id !== "rooms") markChanged(this.rows(), detail);
      else if (areOfLostRooms(this.rows(), detail)) {
        this.followed = null;
        this.searchNow();
      }
    },

    hearNews(_topic, name, news) {
      if (name === "news") markNews(this.rows(), news);
    },

    // The link leads there; where there is no space beside the room, the panel makes way for it.
    follow({ target }) {
      const row = target.closest("[data-result]");
      if (!row) return;
      this.remember();
      if (WIDE.matches) return;
      this.followed = row.dataset.message;
      this.scrolled = this.list().scrollTop;
      closeSearch({ isLeaving: true });
    },

    lookFurther() {
      if (this.isLooking) return;
      this.isLooking = true;
      this.requests.now({ ...this.question(), after: this.further });
    },

    lookEverywhere() {
      this.isHere = false;
      this.box.focus();
    },

    // ---- keys

    pressed(event) {
      if (event.key === "Enter") this.submit();
      else if (event.key === "ArrowDown") this.firstBelow()?.focus();
      else return;
      event.preventDefault();
    },

    firstBelow() {
      return this.text ? this.rows()[0] : this.place.querySelector(".search-start button.search-again, .search-tips button");
    },
  },
};
