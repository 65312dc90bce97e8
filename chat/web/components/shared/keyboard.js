// How people put something in: with which keys, and whether by touch.

// On a touch screen a focused box opens the keyboard, and Enter breaks the line.
export const isTouch = window.matchMedia("(pointer: coarse)").matches;

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

export const withCommand = (event) => (isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.altKey;

// A key's letter, small; on a keyboard with other letters, that of the key at its position.
export function letterOf({ key, code }) {
  const letter = key.toLowerCase();
  return /^[a-z]$/.test(letter) || !/^Key[A-Z]$/.test(code) ? letter : code.at(-1).toLowerCase();
}

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
