// On a phone, Back closes what is in front, a dialog, a sheet or a menu, before it leaves the page: while something is open,
// the history has an entry more.

const PHONE = window.matchMedia("(max-width: 719.98px)");

const inFront = () => [...document.querySelectorAll("dialog[open], .menu:popover-open")].at(-1);

let hasEntry = false;
let isGoingBack = false; // by this module, since what was open has been closed in another way
let isLeaving = false; // by a link or a form in what is in front

function opened() {
  if (hasEntry || !PHONE.matches) return;
  hasEntry = true;
  history.pushState({ ...history.state, isInFront: true }, "");
}

function closed() {
  if (!hasEntry || inFront()) return;
  hasEntry = false;
  if (isLeaving || !history.state?.isInFront) return; // the entry is behind another
  isGoingBack = true;
  history.back();
}

const changed = () => (inFront() ? opened() : closed());

function close(element) {
  if (element.matches("dialog")) element.close();
  else element.hidePopover();
}

function wentBack(event) {
  const element = inFront();
  if (!isGoingBack && !(hasEntry && element)) return;
  event.stopImmediatePropagation(); // the page stays
  if (isGoingBack) {
    isGoingBack = false;
    return;
  }
  hasEntry = false;
  close(element);
  changed();
}

// To be called before others listen to `popstate`.
export function watchBack(signal) {
  window.addEventListener("popstate", wentBack, { capture: true, signal });
  document.addEventListener("toggle", changed, { capture: true, signal }); // of popovers
  const leaves = ({ target }) => {
    isLeaving = target.closest("a[href], [type=submit]") !== null;
  };
  document.addEventListener("click", leaves, { capture: true, signal });
  const dialogs = new MutationObserver(changed);
  dialogs.observe(document.body, { subtree: true, attributeFilter: ["open"] });
  signal.addEventListener("abort", () => dialogs.disconnect());
}
