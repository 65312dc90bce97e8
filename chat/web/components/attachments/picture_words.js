// What a picture shows, in words: everybody reads them below it, and who has sent it can write them.
import { makeButton } from "button";
import { onKeys } from "keyboard";

const LONGEST = 1000; // characters: as the server has it

export class PictureWords {
  #element;
  #link = null;

  constructor(element) {
    this.#element = element;
  }

  show(link) {
    this.#link = link;
    const text = this.#text;
    const said = Object.assign(document.createElement("p"), { textContent: text, dir: "auto" });
    const canWrite = link.closest("[data-mine]") && link.closest(".room-view");
    const write = makeButton(text ? "Edit description" : "Add description", () => this.#edit());
    this.#element.replaceChildren(...(text ? [said] : []), ...(canWrite ? [write] : []));
  }

  // Without words, a picture is called by its name.
  get #text() {
    const { alt } = this.#link.querySelector("img");
    return alt === this.#link.title ? "" : alt;
  }

  #edit() {
    const box = Object.assign(document.createElement("textarea"), { value: this.#text, maxLength: LONGEST, rows: 2, dir: "auto" });
    box.placeholder = "Describe the picture for people who do not see it";
    box.setAttribute("aria-label", "Description");
    const save = makeButton("Save", () => this.#save(box.value), "lightbox-save");
    const cancel = makeButton("Cancel", () => this.#close());
    onKeys(box, (event) => {
      if (event.key === "Enter" && !event.shiftKey) save.click();
      else if (event.key === "Escape") this.#close();
      else return;
      event.preventDefault(); // Esc would close the dialog
      event.stopPropagation();
    });
    this.#element.replaceChildren(box, save, cancel);
    box.focus();
  }

  #close() {
    this.show(this.#link);
    this.#element.querySelector("button")?.focus();
  }

  // Through the outbox, as all that people do with messages; the row has it at once.
  #save(text) {
    const link = this.#link;
    const alt = text.trim();
    const { key } = link.closest("[data-key]").dataset;
    link.closest(".room-view").roomView.outbox.add("describe", { file: link.dataset.file, alt }, key);
    link.querySelector("img").alt = alt || link.title;
    this.#close();
  }
}
