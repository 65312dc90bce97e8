// Keeps what the reader looks at where it is while rows come, go, change and grow around it.
import { dom } from "stream_dom";
import { rowAfter } from "stream_order";

export const NEAR_END = 100; // px from the end within which a reader follows what is appended
export const AT_END = 2; // px: fractional scroll positions never quite reach the end
const IN_SIGHT = 1; // px: a fraction of one, which is left of a row above what was scrolled to, shows nothing of it

// By a style sheet, such as one that filters; or gone.
function isHidden(row) {
  return dom(row).getClientRects().length === 0;
}

function positionIn({ top, scale }, row) {
  const at = dom(row).getBoundingClientRect();
  return { top: (at.top - top) / scale, bottom: (at.bottom - top) / scale, height: at.height / scale };
}

export class ScrollAnchor {
  #scroller;
  #topEdge;
  #rows;
  #isScrolling;
  #opensAtStart;
  #isAtEnd;
  #onMoved;
  #onMeasured;
  #onResized;
  // As measured last: what the scroller says of itself, whether it sticks to the end, and the rows in sight with their
  // positions.
  #last = { scrollTop: 0, reach: 0, above: 0, below: 0, isPinned: false, inSight: [] };
  #revealed = null; // { row, offset } of the row that the reader was sent to and looks at since; offset as in `place`
  #height = 0; // px that show rows
  #resizes = new ResizeObserver((entries) => this.#resized(entries));

  // element: the list; topEdge: what stands in it above the first row
  // scroller: what scrolls it, as in stream_scroller.js
  // rows: { size, at(index), isRow(element) }
  // isScrolling: whether it scrolls at all; a list that does not has no place to keep
  // opensAt: "end", "start" or a key; who is still at the start of a list that opens there is not taken to its end
  // isAtEnd(): whether the last row is the list's last, which is worth sticking to
  // onMoved(by): the reader has scrolled by so many px, or the element has grown
  // onMeasured(): isNearEnd may have changed
  // onResized(): the element or a row has another size
  constructor({ element, scroller, topEdge, rows, isScrolling, opensAt, isAtEnd, onMoved, onMeasured, onResized }) {
    this.#scroller = scroller;
    this.#topEdge = topEdge;
    this.#rows = rows;
    this.#isScrolling = isScrolling;
    this.#opensAtStart = opensAt === "start";
    this.#last.isPinned = opensAt === "end";
    this.#isAtEnd = isAtEnd;
    this.#onMoved = onMoved;
    this.#onMeasured = onMeasured;
    this.#onResized = onResized;
    this.#resizes.observe(element);
    this.#resizes.observe(topEdge);
  }

  stop() {
    this.#resizes.disconnect();
  }

  // Heights of rows are watched: an image that loads late must push nothing away.
  watch(row) {
    this.#resizes.observe(row);
  }

  unwatch(row) {
    this.#resizes.unobserve(row);
  }

  get isNearEnd() {
    return this.#last.below <= NEAR_END;
  }

  // Whether the reader is taken along by what is appended.
  get isFollowing() {
    return this.isNearEnd && !this.#isAtOpening;
  }

  get #isAtOpening() {
    return this.#opensAtStart && this.#last.above < 1;
  }

  // The px between what is shown and the two edges; null while the element is hidden.
  distances() {
    const { height } = this.#scroller;
    return height ? { ...this.#scroller.measure(), height } : null;
  }

  scrollToEnd() {
    if (!this.#isScrolling) return;
    this.#revealed = null;
    this.#scroller.scrollToEnd();
    this.#measure();
    this.#onMeasured();
  }

  // The rows in sight and how far their lower edges are below the element's upper one, to be shown there again.
  get place() {
    return this.#last.inSight.map(({ row, bottom }) => ({ key: dom(row).dataset.key, offset: bottom }));
  }

  // Shows a row so many px below the list's upper edge, as in `place`, and keeps it there until the reader scrolls: where
  // it is among the last rows that are loaded, the list cannot scroll so far yet.
  scrollTo(row, offset) {
    this.#scrollTo(row, offset);
    this.#revealed = { row, offset };
  }

  #scrollTo(row, offset) {
    this.#scroller.scrollBy(positionIn(this.#scroller.box(), row).bottom - offset);
    this.#measure();
    this.#onMeasured();
  }

  // Shows a row in the middle, or from its beginning if it does not fit, and keeps it there until the reader scrolls.
  reveal(row) {
    if (!this.#isScrolling) return dom(row).scrollIntoView({ block: "center" });
    const box = this.#scroller.box();
    const { height } = positionIn(box, row);
    this.#scrollTo(row, height < box.height ? (box.height + height) / 2 : height);
    this.#revealed = { row };
  }

  // What is looked at moves by what the reader has scrolled since the last call, and by nothing else.
  keepPlace() {
    if (!this.#isScrolling) return;
    if (!this.#scroller.height) {
      this.#last.scrollTop = this.#last.reach = Infinity; // hidden: whatever scrolls it meanwhile is not the reader
      return;
    }
    const by = this.#scrolledBy();
    if (Math.abs(by) >= 1) this.#hasScrolled(by);
    const { row, offset } = this.#revealed ?? {};
    if (row?.isConnected && !isHidden(row)) return offset === undefined ? this.reveal(row) : this.scrollTo(row, offset);
    if (this.#last.isPinned && !by) return this.scrollToEnd();
    this.#measure(this.#moveBack(by));
    this.#onMeasured();
  }

  #hasScrolled(by) {
    this.#revealed = null;
    this.#onMoved(by);
  }

  // How far the reader has scrolled; it was the browser, where the content no longer reaches that far.
  #scrolledBy() {
    const { scrollTop, reach } = this.#scroller.measure();
    const last = Math.min(this.#last.scrollTop, this.#last.reach); // it may be pulled beyond the end
    return last > reach + 1 ? 0 : scrollTop - this.#last.scrollTop;
  }

  // Scrolls the first row that was in sight, and still is, to where it was, and returns the px that it is off:
  // scroll positions are whole pixels, and the rest would add up with every change.
  #moveBack(scrolledBy) {
    const box = this.#scroller.box();
    for (const { row, bottom } of this.#last.inSight) {
      const position = positionIn(box, row);
      const expected = bottom - scrolledBy;
      const isOutOfSight = scrolledBy && (expected < IN_SIGHT || expected - position.height >= box.height);
      if (!this.#rows.isRow(row) || isHidden(row) || isOutOfSight) continue;
      const shift = position.bottom - expected;
      if (Math.abs(shift) >= 1) this.#scroller.scrollBy(shift);
      const rest = positionIn(box, row).bottom - expected;
      return Math.abs(rest) < 1 ? rest : 0;
    }
    return 0;
  }

  #measure(rest = 0) {
    if (!this.#isScrolling || !this.#scroller.height) return;
    const inSight = this.#rowsInSight(this.#scroller.box(), rest);
    this.#last = { ...this.#scroller.measure(), isPinned: false, inSight };
    // Where more rows follow, the end is no place to stick to.
    this.#last.isPinned = this.#isAtEnd() && this.#last.below <= AT_END && !this.#isAtOpening;
  }

  // The rows in sight and one more: where the first is removed, the next ones show what the reader looks at.
  #rowsInSight(box, rest) {
    const inSight = [];
    let row = this.#firstInSight(box);
    for (let last = -Infinity; last < box.height && this.#rows.isRow(row); row = rowAfter(row)) {
      if (isHidden(row)) continue;
      const { top, bottom } = positionIn(box, row);
      // Its bottom, since what stands above its text (a separator, an image that loads late) may change.
      inSight.push({ row, bottom: bottom - rest });
      last = top;
    }
    return inSight;
  }

  // By halves: the rows stand one below another.
  #firstInSight(box) {
    let [low, high] = [0, this.#rows.size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      let shown = middle;
      while (shown < high && isHidden(this.#rows.at(shown))) shown += 1;
      if (shown === high || positionIn(box, this.#rows.at(shown)).bottom >= IN_SIGHT) high = middle;
      else low = shown + 1;
    }
    return this.#rows.at(low);
  }

  // What shows the rows, or stands around them, has another size.
  resized() {
    this.#resized([]);
  }

  #resized(entries) {
    const { height } = this.#scroller;
    if (height > this.#height) this.#onMoved(); // there is room for more
    this.#height = height;
    // A reader at the very top sees what appears there, such as the button for another try.
    const isAtTop = this.#last.above <= 0 && !this.#last.isPinned;
    if (isAtTop && entries.some(({ target }) => target === this.#topEdge)) this.#measure();
    else this.keepPlace();
    this.#onResized();
  }
}
