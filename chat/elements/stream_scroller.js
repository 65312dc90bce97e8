// What scrolls a list's rows: its own element, or what is around it.

// The box in which rows are seen: where it is shown, and how much larger than its own pixels, by CSS.
function boxOf(element) {
  const { top, height } = element.getBoundingClientRect();
  const ratio = height / element.offsetHeight;
  const scale = Math.abs(ratio - 1) < 0.01 ? 1 : ratio; // offsetHeight is rounded
  return { top, height: height / scale, scale };
}

// The list's element itself, whose height the page gives.
export class OwnScroller {
  #element;

  constructor(element) {
    this.#element = element;
  }

  // onScroll, onResize: called when it was scrolled, or what is around the rows has another size
  start() {}

  stop() {}

  // Px that show rows; 0 while it is hidden.
  get height() {
    return this.#element.clientHeight;
  }

  // How far it is scrolled and may be; the px of the list above and below what is shown.
  measure() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    const reach = scrollHeight - clientHeight;
    return { scrollTop, reach, above: scrollTop, below: reach - scrollTop };
  }

  box() {
    return boxOf(this.#element);
  }

  scrollBy(px) {
    this.#element.scrollTop += px;
  }

  scrollToEnd() {
    this.#element.scrollTop = this.#element.scrollHeight;
  }
}

// The page, or the nearest ancestor that scrolls. There is more in it than the list: what is above and below is the
// list's own part only.
export class OuterScroller {
  #element;
  #list;
  #restoration = history.scrollRestoration;
  #resizes;
  #stops = new AbortController();

  constructor(list) {
    this.#list = list;
    this.#element = scrollingAncestor(list);
  }

  get #isPage() {
    return this.#element === document.scrollingElement;
  }

  start({ onScroll, onResize }) {
    const target = this.#isPage ? window : this.#element;
    const options = { passive: true, signal: this.#stops.signal };
    target.addEventListener("scroll", onScroll, options);
    window.addEventListener("resize", onResize, options);
    this.#resizes = new ResizeObserver(onResize); // what stands above the list pushes it down
    for (const child of this.#element.children) this.#resizes.observe(child);
    this.#element.toggleAttribute("data-stream-scroller", true);
    if (this.#isPage) history.scrollRestoration = "manual"; // the list knows where it opens
  }

  stop() {
    this.#stops.abort();
    this.#resizes.disconnect();
    this.#element.toggleAttribute("data-stream-scroller", false);
    history.scrollRestoration = this.#restoration;
  }

  get height() {
    return this.#list.getClientRects().length ? this.#element.clientHeight : 0;
  }

  measure() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    const box = this.box();
    const { top, bottom } = this.#list.getBoundingClientRect();
    const above = (box.top - top) / box.scale;
    const below = (bottom - box.top) / box.scale - box.height;
    return { scrollTop, reach: scrollHeight - clientHeight, above, below };
  }

  box() {
    return this.#isPage ? { top: 0, height: this.#element.clientHeight, scale: 1 } : boxOf(this.#element);
  }

  scrollBy(px) {
    this.#element.scrollTop += px;
  }

  scrollToEnd() {
    const { below } = this.measure();
    if (below > 0) this.scrollBy(Math.ceil(below)); // else it is in sight, and something else below it
  }
}

function scrollingAncestor(element) {
  let ancestor = element.parentElement;
  while (ancestor && ancestor !== document.body && !isScroller(ancestor)) ancestor = ancestor.parentElement;
  return !ancestor || ancestor === document.body ? document.scrollingElement : ancestor;
}

const isScroller = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowY);
