// Lights up rows of the list, and where the panel names them, by a style sheet: no row is touched for it.

export class Spotlight {
  #sheet = new CSSStyleSheet();
  #region;
  #listening = new AbortController();
  #lit = "";

  constructor(region) {
    this.#region = region;
    document.adoptedStyleSheets.push(this.#sheet);
    const { signal } = this.#listening;
    for (const event of ["pointerover", "focusin"]) document.addEventListener(event, (at) => this.#follow(at), { signal });
  }

  stop() {
    this.#listening.abort();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }

  light(domIds) {
    const lit = domIds.join(" ");
    if (lit === this.#lit) return;
    this.#lit = lit;
    const rules = domIds.map((domId) => {
      const quoted = `"${CSS.escape(domId)}"`;
      return `[id=${quoted}] { outline: 2px solid var(--si-light); outline-offset: -2px; background-color: var(--si-light-soft) !important; }
        .si [data-dom-id=${quoted}] { color: var(--si-on-light); background: var(--si-light); }`;
    });
    this.#sheet.replaceSync(rules.join("\n"));
  }

  #follow({ target }) {
    if (!(target instanceof Element)) return;
    const key = target.closest("[data-dom-id]");
    if (key && this.#region.contains(key)) return this.light([key.dataset.domId]);
    const entry = this.#region.contains(target) && target.closest("[data-dom-ids]");
    if (entry) return this.light(JSON.parse(entry.dataset.domIds));
    const row = target.closest(".stream > [data-key]");
    return this.light(row ? [row.id] : []);
  }
}
