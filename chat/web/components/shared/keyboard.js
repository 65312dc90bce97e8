// Every listener for keys goes through here, so that none acts on a key that an input method (Chinese, Japanese, …) uses.

// While it composes, and for the Enter that ends it: Safari fires that one after `compositionend`, with this code only.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

export function onKeys(target, handler, options) {
  const listener = (event) => {
    if (!isComposing(event)) handler(event);
  };
  target.addEventListener("keydown", listener, options);
}
