// A dialog that shows a picture as large as the window, and the others around it in the list. Loaded when it is opened.
import { makeDialog, toggle } from "dialog";
import { onKeys } from "keyboard";
import { PictureWords } from "picture_words";
import { Zoom } from "zoom";

const icon = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;

const button = (name, label, path) => `<button type="button" class="lightbox-${name}" aria-label="${label}" title="${label}">${icon(path)}</button>`;

const TEMPLATE = `
  <header class="lightbox-head">
    <p class="lightbox-name" dir="auto" translate="no"></p><p class="lightbox-place"></p>
    ${button("zoom", "Zoom", "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20M10.5 8v5M8 10.5h5")}
    ${button("download", "Download", "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14")}
    ${button("close", "Close", "M6 6l12 12M18 6 6 18")}
  </header>
  <div class="lightbox-stage" tabindex="-1">
    <img alt="" draggable="false">
    ${button("previous", "Previous", "M15 5l-7 7 7 7")}
    ${button("next", "Next", "M9 5l7 7-7 7")}
  </div>
  <footer class="lightbox-words"></footer>`;

class Lightbox {
  #dialog = makeDialog("lightbox", "Picture", TEMPLATE);
  #stage = this.#dialog.querySelector(".lightbox-stage");
  #image = this.#stage.querySelector("img");
  #zoom = new Zoom(this.#stage, this.#image, {
    onSwipe: (way) => (way === "down" ? this.#dialog.close() : this.#go(way === "left" ? 1 : -1)),
    onChange: (scale) => this.#button("zoom").setAttribute("aria-pressed", String(scale > 1)),
  });
  #words = new PictureWords(this.#dialog.querySelector(".lightbox-words"));
  #link = null;

  constructor() {
    this.#button("previous").addEventListener("click", () => this.#go(-1));
    this.#button("next").addEventListener("click", () => this.#go(1));
    this.#button("zoom").addEventListener("click", () => this.#zoom.toggle());
    this.#button("download").addEventListener("click", () => this.#download());
    this.#button("close").addEventListener("click", () => this.#dialog.close());
    this.#stage.addEventListener("click", ({ target }) => {
      if (target === this.#stage && !this.#zoom.hasMoved && !this.#zoom.isLarge) this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => this.#image.removeAttribute("src"));
    onKeys(this.#dialog, (event) => this.#press(event));
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
  }

  open(link) {
    if (!toggle(this.#dialog)) return;
    this.#show(link);
    this.#stage.focus();
  }

  #button(name) {
    return this.#dialog.querySelector(`.lightbox-${name}`);
  }

  // Those of the same list, in its order; rows may have come and gone.
  #pictures() {
    const list = this.#link.closest(".stream, main");
    return [...list.querySelectorAll("a.picture")];
  }

  #show(link) {
    this.#link = link;
    const pictures = this.#pictures();
    const place = pictures.indexOf(link);
    const small = link.querySelector("img");
    this.#dialog.querySelector(".lightbox-name").textContent = link.title;
    this.#dialog.querySelector(".lightbox-place").textContent = pictures.length > 1 ? `${place + 1} of ${pictures.length}` : "";
    this.#button("previous").setAttribute("aria-disabled", String(place <= 0));
    this.#button("next").setAttribute("aria-disabled", String(place === pictures.length - 1));
    if (document.activeElement?.getAttribute("aria-disabled") === "true") this.#stage.focus(); // it is not shown any more
    this.#image.alt = small.alt;
    this.#words.show(link);
    this.#load(link);
    this.#fit();
    this.#zoom.reset();
  }

  // The small picture is there already; the large one takes its place once it can be shown at once.
  async #load(link) {
    this.#image.src = `/files/${link.dataset.file}/small?preview=2`;
    if (link.hasAttribute("data-small-only")) return;
    const large = new Image();
    large.src = link.href;
    try {
      await large.decode();
    } catch {
      return; // without a connection, or larger than the browser can show
    }
    if (this.#link === link && this.#dialog.open) this.#image.src = large.src;
  }

  // As large as it is, or as the stage.
  #fit() {
    if (!this.#link) return;
    const [width, height] = this.#link.dataset.size.split("x").map(Number);
    const scale = Math.min(1, this.#stage.clientWidth / width, this.#stage.clientHeight / height);
    this.#image.style.width = `${width * scale}px`;
    this.#image.style.height = `${height * scale}px`;
  }

  #go(step) {
    const pictures = this.#pictures();
    const next = pictures[pictures.indexOf(this.#link) + step];
    if (next) this.#show(next);
  }

  #download() {
    Object.assign(document.createElement("a"), { href: `${this.#link.pathname}?download`, download: "" }).click();
  }

  #press(event) {
    if (event.target.matches("textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowUp: [0, 80], ArrowDown: [0, -80], ArrowLeft: [80, 0], ArrowRight: [-80, 0] };
    if (this.#zoom.isLarge && event.key in moves) this.#zoom.move(...moves[event.key]);
    else if (event.key === "ArrowLeft") this.#go(-1);
    else if (event.key === "ArrowRight") this.#go(1);
    else if (event.key === "+" || event.key === "=") this.#zoom.larger();
    else if (event.key === "-") this.#zoom.smaller();
    else if (event.key === "0") this.#zoom.reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

let lightbox = null;

// link: the picture in the list
export function openLightbox(link) {
  lightbox ??= new Lightbox();
  lightbox.open(link);
}
