// How people put something in: with which keys, and whether by touch.

// On a touch screen a focused box opens the keyboard, and Enter breaks the line.
export const isTouch = window.matchMedia("(pointer: coarse)").matches;

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

// Keys that an input method (Chinese, Japanese, …) uses are its own: while it composes, and for the Enter that ends it.
// Safari fires that one after `compositionend`, with this code only.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

// Every listener for keys goes through here, so that none acts on those.
export function onKeys(target, handler, options) {
  const listener = (event) => {
    if (!isComposing(event)) handler(event);
  };
  target.addEventListener("keydown", listener, options);
}
