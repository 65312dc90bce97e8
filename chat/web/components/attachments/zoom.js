// A picture that is made larger by two fingers, the wheel, keys or a double click, and moved by whatever presses it.

const LARGEST = 8;
const STEP = 1.5;
const FAR = 60; // px of a swipe

export class Zoom {
  #stage;
  #image;
  #fingers = new Map(); // pointer id → { x, y }
  #scale = 1;
  #x = 0;
  #y = 0;
  #start = null; // where a swipe began
  #hasMoved = false;

  // onSwipe(way): "left", "right" or "down", while the picture is as large as the stage
  // onChange(scale)
  constructor(stage, image, { onSwipe, onChange }) {
    this.#stage = stage;
    this.#image = image;
    this.onSwipe = onSwipe;
    this.onChange = onChange;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.#up(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dblclick", (event) => this.toggle(event));
  }

  get isLarge() {
    return this.#scale > 1;
  }

  // Whether the click that follows belongs to a movement.
  get hasMoved() {
    return this.#hasMoved;
  }

  reset() {
    this.#fingers.clear();
    this.#start = null;
    this.#set(1, 0, 0);
  }

  larger() {
    this.#zoom(STEP);
  }

  smaller() {
    this.#zoom(1 / STEP);
  }

  toggle(at) {
    if (this.isLarge) this.reset();
    else this.#zoom(2.5, at && this.#fromCentre(at));
  }

  move(x, y) {
    this.#set(this.#scale, this.#x + x, this.#y + y);
  }

  #fromCentre({ clientX, clientY }) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  // What is at this place stays there.
  #zoom(factor, { x, y } = { x: 0, y: 0 }) {
    const scale = Math.min(LARGEST, Math.max(1, this.#scale * factor));
    const actual = scale / this.#scale;
    this.#set(scale, x - (x - this.#x) * actual, y - (y - this.#y) * actual);
  }

  // The picture's edges stay outside of the stage's, or in its middle.
  #set(scale, x, y) {
    const { clientWidth, clientHeight } = this.#stage;
    const limitX = Math.max(0, (this.#image.offsetWidth * scale - clientWidth) / 2);
    const limitY = Math.max(0, (this.#image.offsetHeight * scale - clientHeight) / 2);
    this.#scale = scale;
    this.#x = Math.min(limitX, Math.max(-limitX, x));
    this.#y = Math.min(limitY, Math.max(-limitY, y));
    this.#image.style.transform = scale === 1 ? "" : `translate(${this.#x}px, ${this.#y}px) scale(${scale})`;
    this.#stage.toggleAttribute("data-large", scale > 1);
    this.onChange(scale);
  }

  #down(event) {
    if (event.button || event.target.closest("button")) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#hasMoved = false;
    this.#start = this.#fingers.size === 1 ? { x: event.clientX, y: event.clientY } : null;
  }

  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.#pinch(before, now, other);
    else if (this.isLarge) this.move(now.x - before.x, now.y - before.y);
    if (this.#start && Math.hypot(now.x - this.#start.x, now.y - this.#start.y) > 5) this.#hasMoved = true;
    this.#fingers.set(event.pointerId, now);
  }

  #pinch(before, now, other) {
    const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const middle = this.#fromCentre({ clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 });
    this.#hasMoved = true;
    this.#zoom(apart(now, other) / apart(before, other), middle);
    this.move((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || !this.#start || event.type === "pointercancel") return;
    const [x, y] = [event.clientX - this.#start.x, event.clientY - this.#start.y];
    this.#start = null;
    if (this.isLarge) return;
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) this.onSwipe(x < 0 ? "left" : "right");
    else if (y > 2 * FAR && y > 2 * Math.abs(x) && event.pointerType !== "mouse") this.onSwipe("down");
  }

  #wheel(event) {
    event.preventDefault(); // the page behind would scroll, or zoom
    this.#zoom(Math.exp(-event.deltaY / 300), this.#fromCentre(event));
  }
}
