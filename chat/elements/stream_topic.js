// Following a topic: delivery may drop, double or reorder, the rows end up equal to the server's.
import { NEAR_END } from "stream_place";

const RETRY = 5000; // ms until catching up is tried again after the server could not

export default {
  created() {
    this.unseen = new Set(); // keys of rows that came by topic below what the reader looks at
    // Every change up to this one is shown; -1 when Vue mounts anew what the server has sent and forgotten.
    this.revision = this.items ? (this.since ?? 0) : -1;
    this.newest = this.revision; // the newest change heard of
    this.asked = this.revision; // the one whose successors were asked for last
    this.asking = false;
  },

  mounted() {
    if (this.topic) this.$nextTick(this.listen); // the socket exists once the app itself has mounted
  },

  unmounted() {
    clearTimeout(this.retryTimer);
    if (!this.topic) return;
    window.socket.off("stream", this.onBroadcast);
    window.socket.off("stream-signal", this.onSignal);
    window.socket.off("connect", this.follow);
    window.socket.off("disconnect", this.onDisconnect);
  },

  methods: {
    listen() {
      this.setState("connecting");
      window.socket.on("stream", this.onBroadcast);
      window.socket.on("stream-signal", this.onSignal);
      window.socket.on("connect", this.follow);
      window.socket.on("disconnect", this.onDisconnect);
      if (window.socket.connected) this.follow();
    },

    follow() {
      clearTimeout(this.retryTimer);
      this.asking = true;
      this.asked = this.revision;
      this.setState("connecting");
      this.$emit("follow", { since: this.revision < 0 ? null : this.revision });
    },

    setState(state) {
      if (this.$el.dataset.state === state) return;
      this.$el.dataset.state = state;
      this.$el.dispatchEvent(new CustomEvent("stream:state", { detail: { state }, bubbles: true }));
    },

    onDisconnect() {
      this.asking = false;
      clearTimeout(this.retryTimer);
      this.setState("connecting");
    },

    onBroadcast(topic, revision, operation, rows) {
      if (topic !== this.topic) return;
      this.newest = Math.max(this.newest, revision);
      // A heartbeat brings no change: it only tells how far the topic is.
      if (operation && revision === this.revision + 1) {
        this.applyKeepingPlace(() => this.live(operation, rows));
        this.revision = revision;
      }
      this.catchUp();
      this.checkEdges();
    },

    // What is no change goes to whoever listens to the element's events, here and now.
    onSignal(topic, name, data) {
      if (topic !== this.topic) return;
      this.$el.dispatchEvent(new CustomEvent("stream:signal", { detail: { name, data }, bubbles: true }));
    },

    // Rewind to this revision and request later changes again.
    rewindTo(revision) {
      this.newest = Math.max(this.newest, this.revision);
      this.revision = Math.min(revision, this.revision);
    },

    catchUp() {
      if (!this.topic || this.asking) return;
      if (this.newest > this.revision) this.follow();
      else this.setState("live");
    },

    live(operation, rows) {
      if (operation === "insert") this.arrive(rows);
      else if (operation === "update") this.insert(rows, -1, null, true);
      else if (operation === "remove") this.remove(rows);
    },

    arrive(rows) {
      const nearEnd = this.atEnd && this.place.gap <= NEAR_END;
      const isNew = ([key]) => !this.rows.has(key);
      if (this.scroll && !nearEnd) rows.filter(isNew).forEach(([key]) => this.unseen.add(key));
      // A full window that is being read further up is not pruned under the reader: it ceases to stand at the end.
      const isFull = this.limit < 0 && this.rows.size + rows.length > -this.limit && this.scroll && !nearEnd;
      if (isFull && rows.some(isNew)) this.atEnd = false;
      this.insert(rows, -1, isFull ? null : this.limit, !this.atEnd);
    },

    // The answer to `follow` and `jump`.
    sync(answer) {
      this.asking = false;
      if (!answer) {
        this.retryTimer = setTimeout(this.follow, RETRY);
        return;
      }
      const { revision, reset, created, edited, deleted } = answer;
      if (reset) {
        this.applyKeepingPlace(() => this.reset(reset));
        this.toEnd();
      } else if (revision > this.revision) {
        this.applyKeepingPlace(() => {
          this.remove(deleted);
          this.live("update", edited);
          this.arrive(created);
        });
      }
      // Rows read before what was asked for have come meanwhile: their changes are not in this answer.
      const isWhole = reset || this.asked <= this.revision;
      if (isWhole && (reset || revision > this.revision)) this.revision = revision;
      this.newest = Math.max(this.newest, revision);
      this.catchUp();
      this.checkEdges();
    },
  },
};
