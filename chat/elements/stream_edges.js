// Which edges of the list the rows reach that are shown.

export class Edges {
  isAtStart;
  isAtEnd;
  isEndAssumed; // until the first page below is requested, and again once the reader has been away from it
  #isEndCertain = false; // the server has said so
  #pages;
  #opensAt;
  #isFollowing;

  // pages, opensAt, hasLast, isFollowing: as of Pager
  constructor({ pages, opensAt, hasLast, isFollowing }) {
    this.#pages = pages;
    this.#opensAt = opensAt;
    this.#isFollowing = isFollowing;
    this.reset();
    this.isAtEnd ||= hasLast;
    this.#assumeEnd();
  }

  // Whether the server loads more rows there.
  has(edge) {
    return this.#pages.includes(edge);
  }

  get canRequestNewest() {
    return this.#isFollowing || (this.has("first") && this.#opensAt === "end");
  }

  // All rows are others: the list's first or last ones, those around one, or as when it was opened. Nothing has been
  // requested beside them.
  reset(at = this.#opensAt) {
    this.isAtStart = at === "start" || !this.has("top");
    if (at === "around") this.prune("bottom");
    else this.isAtEnd = at === "end" || !this.has("bottom");
    this.#isEndCertain = false;
    this.#assumeEnd();
  }

  // A page has come at an edge; isCertain: the server has said that it is the last one.
  reach(edge, isLast, isCertain) {
    if (edge === "top") this.isAtStart = isLast;
    else [this.isAtEnd, this.isEndAssumed, this.#isEndCertain] = [isLast, false, isCertain];
  }

  // Rows have been taken away there.
  prune(edge) {
    if (edge === "top") this.isAtStart = !this.has("top");
    else this.isAtEnd = !this.#isFollowing && !this.has("bottom");
  }

  // There are rows behind the last one.
  withhold() {
    this.isAtEnd = false;
  }

  // The reader is away from the end.
  leaveEnd() {
    if (!this.#isEndCertain) this.#assumeEnd();
  }

  // A topic appends its new rows to its last ones. Elsewhere more may have come since, or nobody has said which are last.
  #assumeEnd() {
    this.isEndAssumed = this.isAtEnd && this.has("bottom") && !this.#isFollowing;
  }
}
