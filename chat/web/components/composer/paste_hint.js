// A small offer beside the box after something was pasted: to have it otherwise. It is in nobody's way, and goes when one
// writes on. Loaded when there is something to offer.
import { isApple, onKeys } from "keyboard";
import { replaceText } from "text_box";

let shown = null;

function hide() {
  shown?.listeners.abort();
  shown?.hint.remove();
  shown = null;
}

const isCommand = ({ ctrlKey, metaKey, altKey, shiftKey }) => (isApple ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey;

function makeHint({ words, key }, accept) {
  const hint = document.createElement("div");
  hint.className = "paste-hint";
  hint.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  if (key) {
    const kbd = Object.assign(document.createElement("kbd"), { textContent: `${isApple ? "⌘" : "Ctrl+"}${key.toUpperCase()}` });
    button.setAttribute("aria-keyshortcuts", `${isApple ? "Meta" : "Control"}+${key.toUpperCase()}`);
    button.append(" ", kbd);
  }
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  button.addEventListener("click", accept);
  const close = Object.assign(document.createElement("button"), { type: "button", className: "paste-hint-close", textContent: "×", ariaLabel: "Dismiss" });
  close.addEventListener("click", hide);
  hint.append(button, close);
  return hint;
}

// pasted: { start, text } as it stands in the box; offered: { words, key, text }, what it would be instead
export function showPasteHint(box, pasted, offered) {
  hide();
  const end = pasted.start + pasted.text.length;
  if (document.activeElement !== box || box.value.slice(pasted.start, end) !== pasted.text) return;
  const place = box.closest(".composer, .message-editor");
  const accept = () => {
    hide();
    if (box.value.slice(pasted.start, end) === pasted.text) replaceText(box, offered.text, pasted.start, end);
  };
  const hint = makeHint(offered, accept);
  const listeners = new AbortController();
  const { signal } = listeners;
  onKeys(place, (event) => {
    if (offered.key && isCommand(event) && event.key.toLowerCase() === offered.key) {
      event.preventDefault();
      event.stopPropagation();
      accept();
    } else if (event.key === "Enter" && event.target === box) hide();
  }, { capture: true, signal });
  box.addEventListener("input", hide, { signal });
  place.addEventListener("focusout", ({ relatedTarget }) => place.contains(relatedTarget) || hide(), { signal });
  shown = { hint, listeners };
  place.append(hint);
}
