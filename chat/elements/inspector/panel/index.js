// The panel of the stream inspector. This folder is loaded when it is opened, and nothing of it runs once it is closed.
import { Panel } from "./panel.js";

let open = null; // the panel: one for a page, since both would watch the same streams
let styles = null; // the style sheet, once it has been loaded

async function loadStyles() {
  const response = await fetch(new URL("panel.css", import.meta.url));
  if (!response.ok) throw new Error(`panel.css: ${response.status}`);
  const sheet = new CSSStyleSheet();
  await sheet.replace(await response.text());
  return sheet;
}

// Opens the panel and returns it; focuses the one that is open, and returns null.
//   requestCounts(): ask the server what it holds; the answer goes to the panel's `showCounts`
//   requestRestart(stream): have the server restart, and open the panel again if that loads the page anew; null if it cannot
//   restart: { stream, time } of one that has loaded this page anew; null without
//   onClosed(hadFocus): it has been closed; whether the focus was in it, and is nowhere now
export async function openPanel({ requestCounts, requestRestart, restart, onClosed }) {
  styles ??= await loadStyles();
  if (open) {
    open.element.focus();
    return null;
  }
  const onEnd = (hadFocus) => {
    open = null;
    onClosed(hadFocus);
  };
  open = new Panel({ styles, requestCounts, requestRestart, onClosed: onEnd });
  if (restart) open.goOnAfterRestart(restart);
  return open;
}
