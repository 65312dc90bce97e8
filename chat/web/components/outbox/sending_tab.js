// Which tab of a browser sends what all of them show: the one that somebody uses, as long as it is connected.

// A lock, which the browser takes back from a tab that has gone. It is there on https and localhost only; without it
// every tab sends, which is safe, since the server does nothing twice, and merely costs more.
export class SendingTab {
  #name;
  #onChange;
  #wanted = null; // ends this tab's request for the lock, or its holding it
  #isHolder = false;

  // onChange(isSending): this tab has become the one that sends, or is it no longer
  constructor(name, onChange) {
    this.#name = name;
    this.#onChange = onChange;
  }

  // Waits until no other tab sends, or, with `isUsed`, takes over: the other one may be asleep.
  request({ isUsed }) {
    if (!navigator.locks) return this.#change(true);
    if (this.#isHolder || (this.#wanted && !isUsed)) return undefined;
    this.#wanted?.abort();
    const wanted = new AbortController();
    this.#wanted = wanted;
    const options = isUsed ? { steal: true } : { signal: wanted.signal };
    return navigator.locks.request(this.#name, options, () => this.#hold(wanted)).catch((error) => this.#failed(error, wanted));
  }

  leave() {
    this.#wanted?.abort();
    this.#wanted = null;
    this.#change(false);
  }

  #hold(wanted) {
    if (wanted.signal.aborted) return undefined;
    this.#change(true);
    return new Promise((resolve) => wanted.signal.addEventListener("abort", resolve));
  }

  // Another tab has taken over: this one is next when that closes. Where locks are denied, it is as without them.
  #failed({ name }, wanted) {
    if (this.#wanted !== wanted) return;
    if (name !== "AbortError") return this.#change(true);
    this.#wanted = null;
    this.#change(false);
    this.request({ isUsed: false });
  }

  #change(isHolder) {
    this.#isHolder = isHolder;
    this.#onChange(isHolder);
  }
}
