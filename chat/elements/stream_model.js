// What a stream shows and asks for, without pixels: operations, limits, pages and broadcasts, and how they meet.
import { TopicFollower } from "stream_follower";
import { Pager } from "stream_pager";
import { Seeker } from "stream_seek";

const CHANGES = { insert: "created", update: "edited", remove: "deleted" }; // by the operation of a broadcast

export class StreamModel {
  #rows;
  #view;
  #limit;
  #send;
  #follower = null;
  #pager;
  #seeker;
  #hasAllRows = false;
  #unseen = new Set(); // keys of rows that were broadcast below what the reader looks at

  // rows: the registry of what is shown, { size, has, keyAt, insert, move, remove, reset } as in stream_rows.js
  // view: what depends on pixels, a StreamView
  // send(event, args): to the server
  // options: limit, pages, where it opens ("end", "start" or a key), whether the first rows go on to the list's last
  //   although it opens elsewhere, whether the server loads rows around any key, topic, and the revision of the first rows
  constructor({ rows, view, send, limit, pages, opensAt = "end", hasLast = false, canLoadAround = false, topic, revision }) {
    this.#rows = rows;
    this.#view = view;
    this.#limit = limit;
    this.#send = send;
    if (topic) this.#follower = this.#makeFollower(revision);
    this.#pager = new Pager({
      rows,
      edges: pages,
      opensAt,
      hasLast,
      isFollowing: Boolean(topic),
      onChange: () => view.showEdges(),
      request: (page) => send("page", page),
      requestNewest: () => this.#requestNewest(),
      requestWithheld: () => limit < 0 && !this.#follower.isWaiting && this.#requestNewest(),
    });
    this.#seeker = new Seeker({ rows, view, pager: this.#pager, canLoadAround, jump: () => this.jump() });
    if (opensAt !== "end" && opensAt !== "start") this.#seeker.openAt(opensAt);
  }

  // Null without a topic.
  get follower() {
    return this.#follower;
  }

  get pager() {
    return this.#pager;
  }

  // Whether rows that are not there have gone: mounted anew by Vue, the list has to load them first.
  get hasAllRows() {
    return this.#hasAllRows;
  }

  get unseen() {
    return this.#unseen.size;
  }

  // Whether the reader is where new rows appear.
  get isNearEnd() {
    return this.#pager.isAtEnd && this.#view.isNearEnd();
  }

  start(rows) {
    this.#view.change(() => this.#insert(rows, -1, this.#limit), { isNews: false });
    this.#pager.requestFirst();
    this.requestMore();
  }

  // ---- what one viewer's server side asks for

  // Carries out operations in their order. Those of a page that no longer fits are dropped.
  apply(operations, revision, page) {
    if (page && !this.#pager.accepts(page)) return;
    if (page) this.#pager.insertsPage();
    const run = ([operation, ...args]) => this.#operations[operation](...args);
    this.#view.change(() => operations.forEach(run), { isNews: page === null });
    if (revision !== null) this.#follower?.rewindTo(revision);
    if (page) this.#pager.hasInserted(revision, operations.some(([, rows]) => rows?.length));
    this.#catchUp();
  }

  completePage(page, hasMore) {
    if (!this.#pager.isPending(page)) return; // an answer that has come twice
    let revision = null;
    this.#view.change(() => {
      this.#hasAllRows ||= page.edge === "first";
      revision = this.#pager.complete(page, hasMore);
    });
    if (revision !== null) this.#follower?.rewindTo(revision);
    this.#catchUp();
  }

  failPage(page) {
    if (this.#pager.isPending(page)) this.#pager.fail(page);
  }

  #operations = {
    insert: (rows, at, limit, isUpdateOnly) => this.#insert(rows, at, limit, isUpdateOnly),
    part: (key, selector, html) => this.#rows.updatePart(key, selector, html),
    move: (key, place) => this.#rows.move(key, place),
    remove: (keys) => this.#remove(keys),
    reset: (rows, limit) => this.#reset(rows, { limit }),
    around: (rows, key) => rows.some(([other]) => other === key) && this.#reset(rows, { at: "around" }),
    seek: (key, canLoad) => this.#seeker.seek(key, canLoad),
    reload: () => this.#pager.requestAll(),
    toEnd: () => this.#view.scrollToEnd(),
  };

  #insert(rows, at = -1, limit = null, isUpdateOnly = false) {
    this.#rows.insert(rows, at, isUpdateOnly);
    this.#prune(limit);
  }

  // A negative limit keeps the last rows, a positive one the first.
  #prune(limit) {
    while (limit && this.#rows.size > Math.abs(limit)) {
      const edge = limit < 0 ? "top" : "bottom";
      const key = this.#rows.keyAt(edge);
      if (!this.#rows.has(key)) return; // a script has taken all rows away
      this.#rows.remove(key);
      this.#pager.onPruned(edge);
    }
  }

  #remove(keys) {
    const hadRows = this.#rows.size > 0;
    for (const key of keys) {
      this.#unseen.delete(key);
      this.#rows.remove(key, true);
    }
    this.#pager.onRemoved(hadRows && !this.#rows.size);
  }

  #reset(rows, { limit = this.#limit, at } = {}) {
    this.#rows.reset(rows);
    this.#pager.onReset(at);
    if (at === "around") return; // rows counted as unseen are still below
    this.#hasAllRows = true;
    this.#seeker.stop();
    this.#unseen.clear();
    this.#prune(limit);
  }

  // ---- what the topic brings

  onBroadcast(revision, operation, rows) {
    this.#follower.onBroadcast(revision, operation, rows);
    this.requestMore();
  }

  requestSince(revision) {
    this.#follower?.rewindTo(revision);
    this.#catchUp();
  }

  onAnswer(answer) {
    this.#follower.onAnswer(answer);
    if (answer) this.requestMore();
  }

  #makeFollower(revision) {
    const view = this.#view;
    return new TopicFollower({
      revision,
      send: this.#send,
      onState: (state) => view.showState(state),
      list: {
        broadcast: (operation, rows) => {
          view.change(() => this.#broadcastOperations[operation]?.(rows));
          view.reportChanges({ [CHANGES[operation]]: rows });
        },
        changes: (changes) => {
          this.#hasAllRows = true;
          view.change(() => this.#applyChanges(changes));
          view.reportChanges(changes);
        },
        replace: (rows) => {
          view.change(() => this.#reset(rows, { at: "end" }));
          view.scrollToEnd();
          view.reportChanges({ reset: rows });
        },
      },
    });
  }

  #broadcastOperations = {
    insert: (rows) => this.#appendNew(rows),
    update: (rows) => this.#insert(rows, -1, null, true),
    remove: (keys) => this.#remove(keys),
  };

  #applyChanges({ created, edited, deleted }) {
    this.#remove(deleted);
    this.#insert(edited, -1, null, true);
    this.#appendNew(created);
  }

  // New rows are appended where the rows reach the end; for a reader further up they are counted.
  #appendNew(rows) {
    const isFurtherUp = this.#view.isScrolling && !this.isNearEnd;
    const fresh = rows.filter(([key]) => !this.#rows.has(key));
    if (isFurtherUp) for (const [key] of fresh) this.#unseen.add(key);
    // A full window is not pruned under a reader further up: instead it no longer reaches the end.
    const isFull = this.#limit < 0 && this.#rows.size + rows.length > -this.#limit && isFurtherUp;
    if (isFull && fresh.length) this.#pager.onWithheld();
    this.#insert(rows, -1, isFull ? null : this.#limit, !this.#pager.isAtEnd);
  }

  #catchUp() {
    this.#follower?.catchUp();
    this.requestMore();
  }

  // ---- what the reader does

  // Back to what `place` of stream.js returned, such as before a reload.
  showPlace(place) {
    this.#seeker.showPlace(place);
    this.requestMore();
  }

  // Shows a row in the middle, as the server's `scroll_to` does.
  showRow(key) {
    this.#seeker.seek(key);
    this.requestMore();
  }

  // Loads more rows if the reader is near an edge.
  requestMore() {
    this.#seeker.goOn();
    const distances = this.#pager.isIdle && this.#view.distances();
    if (distances) this.#pager.requestMore(distances);
  }

  // To the newest rows: the last page, where the rows shown do not reach the end.
  jump() {
    this.#seeker.stop();
    if (this.#pager.isAtEnd || !this.#pager.canRequestNewest) this.#view.scrollToEnd();
    else this.#requestNewest();
  }

  markSeen() {
    this.#unseen.clear();
  }

  #requestNewest() {
    if (this.#follower) this.#follower.requestLastPage();
    else this.#send("jump", {});
  }
}
