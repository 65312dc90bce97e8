// The panel to search in, of which the box is there at once, for what is typed next; what searches is loaded then, see
// search_panel.js. Opened by the button in the header, by a link, by Ctrl+F.
import { focusComposer } from "dialog";
import { isTouch, onKeys } from "keyboard";

// On the document: the panel was opened; `isBack` in its detail if somebody comes back from a result.
export const SEARCH_OPENED = "search:opened";

const PATH = "/search";

const TEMPLATE = `
  <form class="panel-head search-head">
    <button type="button" class="search-back" aria-label="Back"></button>
    <div class="search-field">
      <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/></svg>
      <input class="search-box" type="text" aria-label="Search messages" aria-describedby="search-error" placeholder="Search messages" maxlength="1000"
             dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search">
      <button type="button" class="quiet search-clear" aria-label="Clear" title="Clear">✕</button>
    </div>
    <button type="button" class="quiet search-close" aria-label="Close" title="Close">
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8M12 4l-8 8"/></svg>
    </button>
  </form>
  <p class="search-error" id="search-error" role="alert"></p>
  <div class="search-body"></div>`;

let panel = null;
let cameFrom = null; // what had the focus before

const boxOf = () => panel.querySelector(".search-box");

function make() {
  panel = document.createElement("section");
  panel.className = "search-panel";
  panel.hidden = true;
  panel.setAttribute("role", "search");
  panel.setAttribute("aria-label", "Search messages");
  panel.innerHTML = TEMPLATE;
  panel.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  panel.addEventListener("click", ({ target }) => target.closest(".search-close, .search-back") && closeSearch());
  panel.querySelector(".search-clear").addEventListener("click", () => setText(""));
  onKeys(panel, (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    closeSearch();
  });
  document.body.append(panel);
}

export const searchPanel = () => panel;

export const isInSearchBox = ({ target }) => target.matches?.(".search-box") === true;

// As if it had been typed.
export function setText(text) {
  const box = boxOf();
  box.value = text;
  box.focus();
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function show({ isBack = false } = {}) {
  if (!panel) make();
  if (!panel.hidden) return;
  cameFrom = document.activeElement;
  panel.hidden = false;
  document.body.toggleAttribute("data-search", true);
  document.dispatchEvent(new CustomEvent(SEARCH_OPENED, { detail: { isBack } }));
}

export function openSearch(text = null) {
  show();
  if (text === null) {
    boxOf().focus();
    boxOf().select();
  } else setText(text);
}

// On the way back from a result: nobody wants to write, and on a touch screen that would open the keyboard.
export function reopenSearch() {
  show({ isBack: true });
  if (!isTouch) boxOf().focus();
}

// isLeaving: somebody has gone on to something else, which has the focus then
export function closeSearch({ isLeaving = false } = {}) {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  document.body.removeAttribute("data-search");
  if (isLeaving) return;
  if (cameFrom?.isConnected && cameFrom !== document.body && !(isTouch && cameFrom.matches("input, textarea"))) cameFrom.focus({ preventScroll: true });
  else focusComposer();
}

const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) => !(button || ctrlKey || metaKey || shiftKey || altKey);

function pressed(event) {
  const link = event.target.closest?.(`a[href="${PATH}"]`);
  if (!event.target.closest?.(".search-button") && !(link && isPlain(event))) return;
  event.preventDefault();
  openSearch();
}

// What the address asks for, which `/search?q=` leads to.
function openFromAddress() {
  const text = new URLSearchParams(location.search).get("search");
  if (text === null) return;
  history.replaceState(history.state, "", location.pathname);
  openSearch(text);
}

export function listenToSearch(signal) {
  document.addEventListener("click", pressed, { signal });
  openFromAddress();
}
