// Loads more rows when the reader nears an edge: one page at a time, and looks again after each.
import { Edges } from "stream_edges";
import { AT_END } from "stream_scroll";

const NEAR_EDGE = 400; // px from an edge at which more rows are requested
const MAX_KNOWN_PAGES = 5; // in a row that bring only rows that are there, before an edge counts as reached

// Decides what to request; measuring and sending are others'.
export class Pager {
  #rows;
  #edges;
  #onChange;
  #request;
  #requestNewest;
  #requestWithheld;
  #pending = null; // the page requested: { request: { number, edge, key, overran }, neighbour, isStale, hasRows, revision }
  #knownPages = 0; // pages that brought only rows that were there, one after the other
  #failed = null; // the page that could not be loaded: { edge, key }
  #scrolled = 0; // px of the reader's last step since the last request, below 0 upwards
  #turned = null; // pages loaded since the reader last scrolled: at which edge, and whether at both
  #requests = 0; // so far: answers carry their number
  #isAtTarget = false; // the reader was sent to a row, and has not scrolled since
  #hasLostAll = false; // the last row was removed, and nothing has been requested since

  // rows: { size, keyAt(edge) }
  // edges: those of "first", "top" and "bottom" whose pages the server loads; "first" are the first rows
  // opensAt: "end" if the first rows are the list's last, "start" if they are its first; else they are any of its rows
  // hasLast: the list's last row is among them all the same
  // isFollowing: a topic, which appends the rows of the end by itself
  // onChange(): `loading` or `failed` is another
  // request({ number, edge, key, overran }): the page beside the row with this key, with `overran` if the reader has gone
  //   to the very edge; "around" it, in place of all rows; or "all" rows anew
  // requestNewest(): the last page, in place of all rows
  // requestWithheld(): the same, where nothing else leads on to rows that were not appended while the reader was away
  constructor({ rows, edges, opensAt, hasLast, isFollowing, onChange, request, requestNewest, requestWithheld }) {
    this.#rows = rows;
    this.#edges = new Edges({ pages: edges, opensAt, hasLast, isFollowing });
    this.#onChange = onChange;
    this.#request = request;
    this.#requestNewest = requestNewest;
    this.#requestWithheld = requestWithheld;
  }

  get isAtStart() {
    return this.#edges.isAtStart;
  }

  get isAtEnd() {
    return this.#edges.isAtEnd;
  }

  get failed() {
    return this.#failed?.edge ?? null;
  }

  get loading() {
    return this.#pending?.request.edge ?? null;
  }

  get canRequestNewest() {
    return this.#edges.canRequestNewest;
  }

  // Whether it is worth measuring how near the edges are.
  get isIdle() {
    return !this.#pending && this.failed !== "first";
  }

  requestFirst() {
    if (this.#edges.has("first")) this.#requestPage("first");
  }

  // The first rows once more, in place of all rows.
  requestAll() {
    this.#requestPage("all");
  }

  // The page of rows around one that is not shown, in place of all rows.
  requestAround(key) {
    this.#requestPage("around", { key });
  }

  // Requests what the reader comes near to; `above` and `below` are the px to the edges, `height` those that show rows.
  requestMore({ above, below, height }) {
    if (!this.isIdle) return;
    if (below >= NEAR_EDGE) this.#edges.leaveEnd();
    const hasLostAll = this.#hasLostAll;
    this.#hasLostAll = false;
    if (!this.#rows.size) {
      const isPart = !(this.isAtStart && this.isAtEnd);
      if (hasLostAll && isPart && this.canRequestNewest) this.#requestNewest();
    } else if (!this.isAtStart && this.#mayLoad("top", above)) {
      this.#requestPage("top", { isOverran: above <= AT_END && this.#hasLeapt(-1, height) });
    } else if ((!this.isAtEnd || this.#edges.isEndAssumed) && this.#mayLoad("bottom", below)) {
      const isOverran = below <= AT_END && this.#hasLeapt(1, height);
      if (this.#edges.has("bottom")) this.#requestPage("bottom", { isOverran });
      else if (!this.#isAtTarget) this.#requestWithheld(); // it takes the reader along
    }
  }

  // Requests the page above whoever is where; returns whether there is one.
  requestAbove() {
    if (this.isAtStart || !this.#rows.size) return false;
    if (this.isIdle) this.#requestPage("top");
    return true;
  }

  // The connection was away: the request may have got lost with it.
  repeat() {
    if (this.#pending) this.#request(this.#pending.request);
  }

  retry() {
    const { edge, key } = this.#failed;
    if (edge === "around") this.requestAround(key);
    else this.#requestPage(edge);
  }

  // By its number: the same page may have been requested before, and its rows have changed since.
  isPending({ number }) {
    return this.#pending !== null && this.#pending.request.number === number;
  }

  // Whether rows of this page still fit. Where its neighbour has gone meanwhile, it would leave a hole.
  accepts(page) {
    if (!this.isPending(page)) return false;
    const { neighbour } = this.#pending;
    const edge = this.loading;
    if (this.#isBeside(edge) && this.#rows.keyAt(edge) !== neighbour) this.#pending.isStale = true;
    return !this.#pending.isStale;
  }

  // Rows of the pending page are about to be inserted: where they stand, the list does not end before them.
  insertsPage() {
    if (this.loading === "bottom") this.#edges.withhold();
  }

  // Rows of the pending page have been inserted; more may follow beside them.
  hasInserted(revision, hasRows) {
    this.#pending.neighbour = this.#rows.keyAt(this.loading);
    this.#pending.hasRows ||= hasRows;
    if (revision !== null) this.#pending.revision = revision;
  }

  // The pending page is complete. `hasMore` is null where the server did not say: then a page without rows is the last,
  // and so are, for a handler that always answers with rows that are there, a few such pages.
  // Returns the revision since which changes are missing, if any are.
  complete({ edge, key }, hasMore) {
    const { isStale, hasRows, neighbour, revision } = this.#pending;
    this.#pending = null;
    if (!this.#isBeside(edge)) return null;
    const isOutdated = this.#rows.keyAt(edge) !== neighbour; // its rows have been pruned, or others have come
    const isOther = Boolean(this.#turned) && (this.#turned.isAtBoth || this.#turned.edge !== edge);
    this.#turned = { edge, isAtBoth: isOther };
    if (isStale) return null; // beside other rows than those it was requested for
    const isKnown = this.#rows.keyAt(edge) === key;
    this.#knownPages = isKnown && hasRows ? this.#knownPages + 1 : 0;
    const isExhausted = isKnown && (!hasRows || this.#knownPages > MAX_KNOWN_PAGES);
    const isLast = !isOutdated && (hasMore === false || (hasMore === null && isExhausted));
    this.#edges.reach(edge, isLast, hasMore === false);
    // What was broadcast since the last page was read was counted, not appended.
    return edge === "bottom" && isLast ? (revision ?? null) : null;
  }

  fail(page) {
    this.#failed = page;
    this.#pending = null;
    this.#onChange();
  }

  // ---- what happens to the rows, and to the reader

  onPruned(edge) {
    this.#edges.prune(edge);
  }

  onWithheld() {
    this.#edges.withhold();
  }

  onRemoved(hasLostAll) {
    this.#turned = null;
    this.#hasLostAll = hasLostAll;
  }

  // All rows were replaced: by the list's first or last ones, by the rows around one, or as when it was opened.
  onReset(at) {
    this.#edges.reset(at);
    this.#failed = null;
    this.#turned = null;
    if (this.#pending) this.#pending.isStale = true;
  }

  onTarget() {
    this.#isAtTarget = true;
  }

  // The reader has scrolled by so many px, or the window has grown.
  onMoved(by = 0) {
    this.#turned = null;
    if (by) [this.#scrolled, this.#isAtTarget] = [by, false];
  }

  // Whether one step has taken the reader further than reading does, from where nothing was to be requested yet.
  #hasLeapt(direction, height) {
    return direction * this.#scrolled > Math.max(NEAR_EDGE, height);
  }

  #isBeside(edge) {
    return edge === "top" || edge === "bottom";
  }

  #requestPage(edge, { key = this.#rows.keyAt(edge), isOverran = false } = {}) {
    this.#requests += 1;
    const request = { number: this.#requests, edge, key, ...(isOverran && { overran: true }) };
    this.#pending = { request, neighbour: key, isStale: false };
    this.#failed = null;
    this.#scrolled = 0;
    this.#onChange();
    this.#request(request);
  }

  // Rows that a page has pruned on its other side are not loaded again before the reader scrolls: with a small limit
  // both edges are near, and the pages would follow each other for ever. Once, where one can scroll no further.
  #mayLoad(edge, distance) {
    if (this.failed === edge || distance >= NEAR_EDGE) return false;
    return !this.#turned || this.#turned.edge === edge || (!this.#turned.isAtBoth && distance <= AT_END);
  }
}
