// Press and hold, by a finger or a pen: what a right click is to a mouse.

const AFTER = 450; // ms
const FAR = 10; // px: whoever moves more than that scrolls

// The click that the finger makes when it is lifted, wherever that is by then.
function swallowClick() {
  const swallowing = new AbortController();
  const { signal } = swallowing;
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
    swallowing.abort();
  };
  document.addEventListener("click", swallow, { capture: true, signal });
  document.addEventListener("pointerdown", () => swallowing.abort(), { capture: true, signal });
}

// Calls back with what is held, and where that does not return false, the finger does nothing else: no click, and no menu
// of the browser's.
export function onHold(element, held) {
  let start = null; // { x, y, timer } of a finger that is down
  let isHeld = false;

  const stop = () => {
    clearTimeout(start?.timer);
    start = null;
  };

  const hold = (target) => {
    start = null;
    isHeld = held(target) !== false;
    if (isHeld) swallowClick();
  };

  element.addEventListener("pointerdown", ({ pointerType, isPrimary, clientX: x, clientY: y, target }) => {
    stop();
    isHeld = false;
    if (pointerType !== "mouse" && isPrimary) start = { x, y, timer: setTimeout(() => hold(target), AFTER) };
  });
  element.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (start && Math.hypot(clientX - start.x, clientY - start.y) > FAR) stop();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) element.addEventListener(end, stop);
  element.addEventListener("contextmenu", (event) => (start || isHeld) && event.preventDefault());
}
