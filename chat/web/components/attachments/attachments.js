// Pictures of messages: a press shows them as large as the window, and those that move play while one points at them.
import { openOnDemand } from "dialog";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

const pictureAt = (target) => target.closest?.("a.picture");

function open(link) {
  openOnDemand("The picture", () => import("lightbox"), ({ openLightbox }) => openLightbox(link));
}

function pressed(event) {
  const link = pictureAt(event.target);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link);
}

// The picture itself takes the place of the small one, which shows how it begins.
function play({ target }) {
  const link = pictureAt(target);
  if (!link?.hasAttribute("data-animated") || link.hasAttribute("data-playing") || STILL.matches) return;
  const image = link.querySelector("img");
  link.dataset.playing = "";
  link.still = { src: image.getAttribute("src"), srcset: image.getAttribute("srcset") };
  image.removeAttribute("srcset");
  image.src = link.href;
}

function stop({ target, relatedTarget }) {
  const link = pictureAt(target);
  if (!link?.still || link.contains(relatedTarget) || link.matches(":focus-visible")) return;
  const image = link.querySelector("img");
  image.srcset = link.still.srcset;
  image.src = link.still.src;
  delete link.dataset.playing;
  link.still = null;
}

// To be called once for a page, whose lists of messages come and go.
export function listenToAttachments(signal) {
  document.addEventListener("click", pressed, { signal });
  for (const begin of ["pointerover", "focusin"]) document.addEventListener(begin, play, { signal });
  for (const end of ["pointerout", "focusout"]) document.addEventListener(end, stop, { signal });
}
