// Goes to a row, as soon as it is there: where the list opens, where the server sends the reader, or back to where the
// reader was before a reload.

const MAX_PAGES = 20; // that are loaded above to come back to a place
const MAX_TRIES = 3; // rows of a place that are asked for: some may have been removed

export class Seeker {
  #rows;
  #view;
  #pager;
  #jump;
  #canLoadAround;
  #target = null; // { rows: [{ key, offset }], goOn() where none of them is shown yet }

  // rows, view, pager: as the model has them
  // canLoadAround: whether the server loads the rows around any key
  // jump(): to the newest rows
  constructor({ rows, view, pager, canLoadAround, jump }) {
    this.#rows = rows;
    this.#view = view;
    this.#pager = pager;
    this.#canLoadAround = canLoadAround;
    this.#jump = jump;
  }

  // Where the list opens, once its first rows are there.
  openAt(key) {
    this.#target = { rows: [{ key }], goOn: () => this.#miss(key, () => this.#view.scrollToEnd()) };
  }

  // Shows a row; one that is not there is loaded with those around it, if the server can do that.
  seek(key, canLoad = this.#canLoadAround) {
    const request = () => {
      this.#target.goOn = () => this.#miss(key);
      this.#pager.requestAround(key);
    };
    this.#target = { rows: [{ key }], goOn: canLoad ? request : () => this.#miss(key) };
  }

  // Loads rows until one of the place's rows is there, and goes to the end if none comes.
  showPlace(place) {
    const goOn = this.#canLoadAround ? this.#loadAround(place) : this.#loadAbove();
    this.#target = { rows: place, goOn }; // several rows, because the first may have been removed
  }

  #loadAround(place) {
    const keys = place.slice(0, MAX_TRIES).map(({ key }) => key);
    return () => {
      const key = keys.shift();
      if (key === undefined) this.#jump();
      else this.#pager.requestAround(key);
    };
  }

  #loadAbove() {
    let pages = MAX_PAGES;
    return () => {
      pages -= 1;
      if (pages < 0 || !this.#pager.requestAbove()) this.#jump();
    };
  }

  stop() {
    this.#target = null;
  }

  // To be called whenever there may be other rows. While the element is hidden there is nothing to scroll.
  goOn() {
    if (!this.#target || !this.#view.distances()) return;
    const row = this.#target.rows.find(({ key }) => this.#rows.has(key));
    if (row) {
      this.#target = null;
      this.#show(row);
    } else if (this.#pager.isIdle && this.#pager.failed !== "around") this.#target.goOn();
  }

  #show({ key, offset }) {
    this.#pager.onTarget();
    if (offset !== undefined) return this.#view.showRow({ key, offset });
    this.#view.revealRow(key);
    this.#view.reportTarget(key);
  }

  #miss(key, goElsewhere = () => {}) {
    this.#target = null;
    goElsewhere();
    this.#view.reportTarget(key);
  }
}
