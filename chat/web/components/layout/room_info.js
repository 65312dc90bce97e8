// The panel beside the messages of a wide window, which can be hidden; each browser remembers it.
import { get, set } from "browser_storage";

const KEY = "streamchat:info";

const show = (state) => document.documentElement.setAttribute("data-info", state);

export function listenToRoomInfo(signal) {
  show(get(KEY) ?? "on");
  const toggle = ({ target }) => {
    const button = target.closest?.(".info-button");
    if (!button) return;
    const state = button.closest(".room-info") ? "off" : "on";
    set(KEY, state);
    show(state);
    const next = state === "on" ? ".room-info .info-button" : ".room-header > .info-button";
    document.querySelector(next)?.focus();
  };
  document.addEventListener("click", toggle, { signal });
}
