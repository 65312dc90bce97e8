// The kind of device, as far as controls depend on it.

// On a touch screen a focused box opens the keyboard, and Enter breaks the line.
export const isTouch = window.matchMedia("(pointer: coarse)").matches;

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
