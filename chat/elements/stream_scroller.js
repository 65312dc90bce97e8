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

const users = new Map(); // scroller → how many lists it scrolls
let restoration; // as it was before the first list of the page

// From the first list to the last one it is the lists that keep places, not the browser, and that know where they open.
function use(scroller) {
  users.set(scroller, (users.get(scroller) ?? 0) + 1);
  if (users.get(scroller) > 1) return;
  scroller.setAttribute("data-stream-scroller", "");
  if (scroller === document.scrollingElement) [restoration, history.scrollRestoration] = [history.scrollRestoration, "manual"];
}

function leave(scroller) {
  users.set(scroller, users.get(scroller) - 1);
  if (users.get(scroller)) return;
  users.delete(scroller);
  scroller.removeAttribute("data-stream-scroller");
  if (scroller === document.scrollingElement) history.scrollRestoration = restoration;
}

// The page, or the nearest ancestor that scrolls. There is more in it than the list: what is above and below is the
// list's own part only.
export class OuterScroller {
  #element;
  #list;
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
    use(this.#element);
  }

  stop() {
    this.#stops.abort();
    this.#resizes.disconnect();
    leave(this.#element);
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

const PROBE = 100_000; // px

// Styles alone do not tell: `overflow-x: auto` makes `overflow-y` "auto" as well, but what grows with its content does not
// scroll.
function isScroller(element) {
  if (!["auto", "scroll"].includes(getComputedStyle(element).overflowY)) return false;
  if (!element.getClientRects().length) return true; // hidden: nobody can tell
  const probe = document.createElement("section");
  probe.style.cssText = `flex: none; height: ${PROBE}px`;
  element.append(probe);
  const hasGrown = element.clientHeight >= PROBE;
  probe.remove();
  return !hasGrown;
}
