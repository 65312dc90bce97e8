// Listens to keys, but for those that an input method (Chinese, Japanese, …) uses.

export function onKeys(target, handler) {
  target.addEventListener("keydown", (event) => {
    if (!event.isComposing && event.keyCode !== 229) handler(event); // 229: Safari's Enter that ends a composition
  });
}
