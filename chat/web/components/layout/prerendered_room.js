// The room that the server has prerendered since its link seemed about to be clicked: { number, path, title, topic,
// revision, sockets, slot }, where topic and revision are those of its rows, and sockets those that follow the topic.
// chat/web/pages/rooms/prerendering.py tells what happens from hovering to the click.
import { heardOf } from "stream_heard";

const HOVER = 80; // ms for which the mouse, or the focus, rests on a link before its room is prerendered
const AGAIN = 1000; // ms until the same one is requested again

let slots = null; // the component that shows rooms

// The prerendered room, if it is the one of that path and no newer revision has been heard of: a message that came since
// would have to be marked as new.
function prerenderedFor(path) {
  const { prerendered } = slots ?? {};
  if (prerendered?.path !== path) return null;
  const { sockets, topic, revision } = prerendered;
  return sockets.includes(window.socket.id) && heardOf(topic) <= revision ? prerendered : null;
}

export function setRoomSlots(component) {
  slots = component;
}

// Shows the room of a path if it is prerendered, and returns it, else null.
export function activatePrerendered(path) {
  const prerendered = prerenderedFor(path);
  if (prerendered) slots.activate();
  return prerendered;
}

// Calls prerender(path) for a room whose link is hovered over, focused or pressed, until the signal is aborted. A mouse
// that only passes by requests nothing, and a finger only once it is on the link.
export function prerenderOnIntent(signal, prerender) {
  const requested = { path: "", at: 0 };
  let near = null; // the link that the mouse is on, or the focus
  let timer = null;

  const request = (link) => {
    const { pathname: path } = link;
    if (prerenderedFor(path) || (requested.path === path && performance.now() - requested.at < AGAIN)) return;
    Object.assign(requested, { path, at: performance.now() });
    prerender(path);
  };
  const linkOf = (target) => target.closest?.("#rooms > a") ?? null;
  const hover = (link) => {
    if (link === near) return;
    near = link;
    clearTimeout(timer);
    if (link && !navigator.connection?.saveData) timer = setTimeout(request, HOVER, link);
  };
  const press = ({ target, button }) => {
    const link = linkOf(target);
    if (link && !button) request(link);
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && hover(linkOf(target)), { signal });
  document.documentElement.addEventListener("pointerleave", () => hover(null), { signal });
  document.addEventListener("focusin", ({ target }) => hover(target.matches(":focus-visible") ? linkOf(target) : null), { signal });
  document.addEventListener("pointerdown", press, { signal, passive: true });
}
