// The room that the server has made ready since its link was about to be pressed: { number, path, title, topic,
// revision, sockets }, where topic and revision are those of its rows, and sockets those by which it is heard.
import { heardOf } from "stream_heard";

const REST = 80; // ms for which the mouse is on a link, or the focus, before its room is asked for
const AGAIN = 1000; // ms until the same one is asked for again

let stage = null; // the component that shows rooms

// What is ready, if it is the room of that path and nothing new has been heard of it since, which would have to be marked
// as new.
function readyFor(path) {
  const { ahead } = stage ?? {};
  const isRight = ahead?.path === path && ahead.sockets.includes(window.socket.id) && heardOf(ahead.topic) <= ahead.revision;
  return isRight ? ahead : null;
}

export function setStage(component) {
  stage = component;
}

// Shows the room of a path if it is ready, and returns it, else null.
export function showAhead(path) {
  const ahead = readyFor(path);
  if (ahead) stage.showAhead();
  return ahead;
}

// Calls ask(path) for a room as soon as somebody seems to go there, for as long as the signal is not aborted. A mouse
// that only passes by asks for nothing, and a finger once it is on the link.
export function watchLinks(signal, ask) {
  const asked = { path: "", at: 0 };
  let near = null; // the link that the mouse is on, or the focus
  let timer = null;

  const askFor = (link) => {
    const { pathname: path } = link;
    if (readyFor(path) || (asked.path === path && performance.now() - asked.at < AGAIN)) return;
    Object.assign(asked, { path, at: performance.now() });
    ask(path);
  };
  const linkOf = (target) => target.closest?.("#rooms > a") ?? null;
  const come = (link) => {
    if (link === near) return;
    near = link;
    clearTimeout(timer);
    if (link && !navigator.connection?.saveData) timer = setTimeout(askFor, REST, link);
  };
  const press = ({ target, button }) => {
    const link = linkOf(target);
    if (link && !button) askFor(link);
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && come(linkOf(target)), { signal });
  document.documentElement.addEventListener("pointerleave", () => come(null), { signal });
  document.addEventListener("focusin", ({ target }) => come(target.matches(":focus-visible") ? linkOf(target) : null), { signal });
  document.addEventListener("pointerdown", press, { signal, passive: true });
}
