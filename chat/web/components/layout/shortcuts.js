// Global keyboard shortcuts. Those of one component (composer, messages, editor) are in that component.
import { roomLinks } from "current_room";
import { focusComposer, isDialogOpen, openOnDemand } from "dialog";
import { isApple, letterOf, onKeys, withCommand } from "keyboard";
import { toggleRoomSwitcher } from "room_switcher";
import { isInSearchBox, openSearch } from "search_box";

const isWriting = ({ target }) => target.closest?.("input, textarea, select, [contenteditable]") != null;

// There Alt and arrows move the caret: in an editor, whose text would be left behind, and by paragraphs on Apple's devices.
const needsArrows = ({ target }) =>
  target.closest?.(".message-editor") != null || (isApple && isWriting({ target }) && Boolean(target.value));

const withAlt = (event) => event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;

// There it makes what is selected a link, or plain again: see formatting_keys.js.
const makesLink = ({ target }) => target.matches?.("[data-formats]") && target.selectionStart !== target.selectionEnd;

function toggleShortcutHelp() {
  openOnDemand("The keyboard shortcuts", () => import("shortcut_help"), (help) => help.toggleShortcutHelp());
}

function openRoomBeside(by) {
  const links = roomLinks().filter((link) => link.offsetHeight > 0); // not of collapsed sections
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = here < 0 && by < 0 ? links.length - 1 : (here + by + links.length) % links.length;
  links[next]?.click();
  links[next]?.scrollIntoView({ block: "nearest" });
}

function actionOf(event) {
  if (withCommand(event) && !event.shiftKey && letterOf(event) === "k" && !makesLink(event)) return toggleRoomSwitcher;
  if (withCommand(event) && ["/", "?"].includes(event.key)) return toggleShortcutHelp;
  if (isDialogOpen()) return null;
  // From its box, the same again is the browser's own.
  if (withCommand(event) && !event.shiftKey && letterOf(event) === "f" && !isInSearchBox(event)) return () => openSearch();
  if (event.key === "Escape" && event.shiftKey) return markAllRead;
  const isBeside = withAlt(event) && !needsArrows(event);
  if (isBeside && event.key === "ArrowUp") return () => openRoomBeside(-1);
  if (isBeside && event.key === "ArrowDown") return () => openRoomBeside(1);
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  return event.key === "?" && isPlain && !isWriting(event) ? toggleShortcutHelp : null;
}

const markAllRead = () => document.dispatchEvent(new Event("unread:none"));

function pressed(event) {
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function escaped(event) {
  if (event.key === "Escape" && !isDialogOpen() && !isWriting(event)) focusComposer();
}

export function listenToShortcuts(signal) {
  // Before the components: Alt and arrow-up in an empty box is not arrow-up. Esc after them: the editor closes first.
  onKeys(document, pressed, { capture: true, signal });
  onKeys(document, escaped, { signal });
  const open = ({ target }) => target.closest?.(".keys-button") && toggleShortcutHelp();
  document.addEventListener("click", open, { signal });
}
