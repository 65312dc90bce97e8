// On a phone, Back closes what is in front, a dialog, a sheet, a menu or the search, before it leaves the page: while
// something is open, the history has an entry more.
import { closeSearch, reopenSearch } from "search_box";

const PHONE = window.matchMedia("(max-width: 719.98px)");

const inFront = () => [...document.querySelectorAll("body[data-search] > .search-panel, dialog[open], .menu:popover-open")].at(-1);

let hasEntry = false;
let isGoingBack = false; // by this module, since what was open has been closed in another way
let isLeaving = false; // by a link or a form in what is in front

function opened() {
  if (hasEntry || !PHONE.matches) return;
  hasEntry = true;
  history.pushState({ ...history.state, isInFront: true, isSearch: inFront().matches(".search-panel") }, "");
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
  if (element.matches(".search-panel")) closeSearch();
  else if (element.matches("dialog")) element.close();
  else element.hidePopover();
}

// From a result, whose link has closed it; the page goes back, too.
function comeBackToSearch() {
  isGoingBack = false;
  hasEntry = true;
  reopenSearch();
}

function wentBack(event) {
  const element = inFront();
  if (!element && history.state?.isSearch) return comeBackToSearch();
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
  const stays = ({ defaultPrevented }) => {
    isLeaving &&= !defaultPrevented; // a script has taken what was filled in
  };
  document.addEventListener("submit", stays, { signal });
  const dialogs = new MutationObserver(changed);
  dialogs.observe(document.body, { subtree: true, attributeFilter: ["open", "data-search"] });
  signal.addEventListener("abort", () => dialogs.disconnect());
}
