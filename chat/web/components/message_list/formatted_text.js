// What one can do with formatted text: copy its code, unfold a long message, see where a link leads.
import { copy } from "clipboard";

const GAP = 4; // px between a link and its address

const unfolded = new WeakSet(); // rows that somebody has unfolded, for as long as they are there

function show(row, button) {
  const isUnfolded = unfolded.has(row);
  button.setAttribute("aria-expanded", String(isUnfolded));
  button.textContent = isUnfolded ? "Show less" : "Show more";
}

// A row that somebody has seen grow is not folded under them.
export function unfold(row) {
  unfolded.add(row);
  keepUnfolded(row);
}

// To be called for a row that is drawn anew: unfolded it stays as it is.
export function keepUnfolded(row) {
  const button = unfolded.has(row) && row.querySelector(":scope > .unfold");
  if (button) show(row, button);
}

// What the reader looks at stays where it is: the message grows downwards, even at the end of the list.
function toggle(list, row, button) {
  const top = row.getBoundingClientRect().top - list.getBoundingClientRect().top;
  const isUnfolding = !unfolded.delete(row);
  if (isUnfolding) unfolded.add(row);
  show(row, button);
  const { height } = row.getBoundingClientRect();
  if (!list.stream) row.scrollIntoView({ block: "nearest" }); // a page scrolls as a whole
  else if (isUnfolding) list.stream.showPlace([{ key: row.dataset.key, offset: top + height }]);
  else if (top < 0) row.scrollIntoView({ block: "start" });
  else list.stream.keepPlace();
}

function pressed(list, { target }) {
  const button = target.closest("button");
  if (button?.matches(".unfold")) toggle(list, button.parentElement, button);
  else if (button?.matches(".copy-code")) copy(button.parentElement.querySelector("pre").textContent.replace(/\n$/, ""), "Code copied.");
}

// One for all links, in front of everything: within the text it could be cut off.
class LinkAddress {
  #element = null;
  #link = null;

  show(link) {
    if (link === this.#link) return;
    this.hide();
    this.#link = link;
    this.#element ??= this.#make();
    this.#element.textContent = link.href;
    link.setAttribute("aria-describedby", this.#element.id);
    this.#element.showPopover();
    this.#move(link.getClientRects()[0]);
  }

  hide() {
    this.#link?.removeAttribute("aria-describedby");
    this.#link = null;
    this.#element?.hidePopover();
  }

  remove() {
    this.hide();
    this.#element?.remove();
  }

  #make() {
    const element = document.createElement("div");
    element.id = "link-address";
    element.className = "link-address";
    element.popover = "manual";
    element.translate = false;
    element.setAttribute("role", "tooltip");
    document.body.append(element);
    return element;
  }

  #move({ left, top, bottom }) {
    const { width, height } = this.#element.getBoundingClientRect();
    const isBelow = bottom + GAP + height < innerHeight;
    this.#element.style.setProperty("--link-left", `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`);
    this.#element.style.setProperty("--link-top", `${isBelow ? bottom + GAP : top - GAP - height}px`);
  }
}

// Returns what stops it.
export function listenToFormattedText(list) {
  const address = new LinkAddress();
  const look = ({ target }) => {
    const link = target.closest?.("a.named");
    if (link) address.show(link);
    else address.hide();
  };
  const hide = () => address.hide();
  list.addEventListener("click", (event) => pressed(list, event));
  list.addEventListener("mouseover", look);
  list.addEventListener("focusin", look);
  list.addEventListener("mouseleave", hide);
  list.addEventListener("focusout", hide);
  list.addEventListener("scroll", hide, { capture: true, passive: true });
  return () => address.remove();
}
