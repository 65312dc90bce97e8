// What was found, and what is searched for: asks the server while somebody types in the box of search_box.js, and goes
// through the results by keys. The rows are a stream, whose next page comes when one nears the end of it.
import { markChanged } from "changed_results";
import { listenToResultKeys, markResults } from "search_results";
import { onLocalTimeChanged } from "local_time";
import { currentRoom, onRoomShown } from "current_room";
import { onKeys } from "keyboard";
import { RecentSearches } from "recent_searches";
import { closeSearch, SEARCH_OPENED, searchPanel, setText } from "search_box";
import { SearchRequests } from "search_requests";
import { isUnfinished, OPERATORS, withOperator } from "search_words";
import { onConnection } from "socket";

const WIDE = window.matchMedia("(min-width: 1100px)"); // where there is space for it beside the room

const TIPS = Object.entries(OPERATORS).map(([name, { finds }]) => ({ name: `${name}:`, finds }));

export default {
  template: `
    <div hidden>
      <teleport :to="place">
        <div class="search-choices">
          <div v-if="room" class="search-choice" role="radiogroup" aria-label="Where">
            <label><input v-model="isHere" type="radio" name="search-where" :value="true">This room</label>
            <label><input v-model="isHere" type="radio" name="search-where" :value="false">All rooms</label>
          </div>
          <div class="search-choice" role="radiogroup" aria-label="Order">
            <label><input v-model="order" type="radio" name="search-order" value="newest">Newest</label>
            <label><input v-model="order" type="radio" name="search-order" value="relevance">Most relevant</label>
          </div>
        </div>
        <p class="search-status" role="status">{{ words }}</p>
        <div v-if="!text" class="search-start">
          <section v-if="recent.length">
            <div class="search-recent"><h3>Recent searches</h3><button type="button" class="quiet" @click="forgetAll">Clear all</button></div>
            <ul>
              <li v-for="one in recent" :key="one">
                <button type="button" class="search-again" dir="auto" translate="no" @click="search(one)">{{ one }}</button>
                <button type="button" class="quiet search-forget" :aria-label="'Remove ' + one" title="Remove" @click="forget(one)">✕</button>
              </li>
            </ul>
          </section>
          <section>
            <h3>Narrow it down</h3>
            <ul class="search-tips">
              <li v-for="{ name, finds } in tips" :key="name"><button type="button" @click="begin(name)"><b translate="no">{{ name }}</b> {{ finds }}</button></li>
            </ul>
            <p class="search-hint"><b>"two words"</b> finds the exact phrase, <b>-word</b> leaves out messages with it.</p>
          </section>
        </div>
        <div v-else-if="isNone" class="search-none" :aria-busy="isWaiting ? 'true' : null">
          <svg viewBox="0 0 96 96" aria-hidden="true"><circle cx="42" cy="42" r="24"/><path d="m60 60 20 20"/></svg>
          <p>{{ further ? "No matches in recent messages. Add more words or a date." : "Nothing found." }}</p>
          <button v-if="further" type="button" class="plain-button search-further" @click="lookFurther">{{ isLooking ? "Searching…" : "Search further back" }}</button>
          <button v-if="isHere && room" type="button" class="plain-button" @click="lookEverywhere">Look in all rooms</button>
        </div>
        <div ref="found" class="search-found" :aria-busy="isWaiting ? 'true' : null" @stream:rows="showRows" @click="follow"><slot></slot></div>
      </teleport>
    </div>`,

  props: { me: String },

  emits: ["ask", "complete"],

  data: () => ({
    place: searchPanel().querySelector(".search-body"),
    text: "",
    isHere: false, // in this room alone
    order: "newest",
    room: currentRoom(),
    recent: [],
    tips: TIPS,
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
  },

  watch: {
    isHere: "searchNow",
    order: "searchNow",
  },

  created() {
    this.panel = searchPanel();
    this.box = this.panel.querySelector(".search-box");
    this.recentSearches = new RecentSearches(this.me);
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
    onConnection({ connected: () => this.showConnection(true), disconnected: () => this.showConnection(false) });
    this.stopWatching = onRoomShown(this.showRoom);
    this.stopFormatting = onLocalTimeChanged(() => markResults(this.rows()));
    this.opened();
  },

  beforeUnmount() {
    this.gone.abort();
    this.stopWatching();
    this.stopFormatting();
    this.completion?.remove();
  },

  methods: {
    // What has been found may be gone by now.
    opened() {
      this.recent = this.recentSearches.all();
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
      if (isOther && this.isHere && !this.panel.contains(document.activeElement)) this.searchNow();
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
      return { text: this.text, room: this.isHere ? (this.room ?? "") : "", order: this.order };
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
      this.$refs.found.querySelector(".stream").scrollTop = 0;
      const row = this.rows().find(({ dataset }) => dataset.message === this.followed);
      this.followed = null;
      row?.scrollIntoView({ block: "center" });
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

    // In a room that is open: what was deleted there is found no more, and what was edited may say something else.
    hearShown({ detail }) {
      markChanged(this.rows(), detail);
    },

    // The link leads there; where there is no space beside the room, the panel makes way for it.
    follow({ target }) {
      const row = target.closest("[data-result]");
      if (!row) return;
      this.remember();
      if (WIDE.matches) return;
      this.followed = row.dataset.message;
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

    // ---- what was searched for

    remember() {
      this.recentSearches.add(this.text);
      this.recent = this.recentSearches.all();
    },

    search(text) {
      setText(text);
      this.submit();
    },

    forget(text) {
      this.recentSearches.remove(text);
      this.recent = this.recentSearches.all();
      this.box.focus();
    },

    forgetAll() {
      this.recentSearches.clear();
      this.recent = [];
      this.box.focus();
    },

    // ---- keys and completion

    pressed(event) {
      if (event.key === "Enter") this.submit();
      else if (event.key === "ArrowDown") this.firstBelow()?.focus();
      else return;
      event.preventDefault();
    },

    firstBelow() {
      return this.text ? this.rows()[0] : this.place.querySelector(".search-start button.search-again, .search-tips button");
    },

    begin(operator) {
      setText(withOperator(this.box.value, operator));
    },

    async complete() {
      if (!this.box.value) return this.completion?.forget();
      try {
        const { SearchCompletion } = await import("search_completion");
        this.completion ??= new SearchCompletion(this.panel, { me: this.me, ask: (text) => this.$emit("complete", { text }) });
        if (document.activeElement === this.box) this.completion.typed(this.box);
      } catch (error) {
        console.warn(error); // such as without a connection: all of it can be typed
      }
    },

    // By the server: the people whose names begin so.
    completed(...found) {
      this.completion?.answer(...found);
    },
  },
};
