// Unread messages in the open room while the page is in the background: count in title and icon, notifications.
import { notify, withdraw } from "notifications";

const isAway = () => document.visibilityState === "hidden" || !document.hasFocus();

const number = (row) => Number(row.dataset.key);

const newest = new WeakMap(); // a room's stream → the newest message it has shown
let count = 0;
let bare = ""; // the title without a number
let told = ""; // the title as we have set it

// The server changes the title with the room; whatever is not ours is new.
function showTitle() {
  if (document.title !== told) bare = document.title;
  told = count ? `(${count}) ${bare}` : bare;
  if (document.title !== told) document.title = told;
}

// The icon as it is served, with the number on it.
async function showIcon(links) {
  let address = null;
  if (count) {
    const drawing = await (await fetch(links[0].dataset.address)).text();
    const label = count > 9 ? "9+" : String(count);
    const badge = `<circle cx="16.5" cy="16.5" r="7.5" fill="#d3302f"/><text x="16.5" y="20.4" font-family="sans-serif"
      font-size="${label.length > 1 ? 9 : 11}" font-weight="700" text-anchor="middle" fill="#fff">${label}</text></svg>`;
    address = `data:image/svg+xml,${encodeURIComponent(drawing.replace("</svg>", badge))}`;
  }
  for (const link of links) link.href = (count && address) || link.dataset.address;
}

function show() {
  showTitle();
  const links = document.querySelectorAll("link[rel~=icon]");
  for (const link of links) link.dataset.address ??= link.href;
  if (links.length) showIcon(links).catch(() => {}); // the title says it too
  const badge = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  badge?.catch(() => {}); // a system may have no place for one
}

function arrived({ target, detail: { rows } }) {
  if (target.id !== "messages") return;
  const last = newest.get(target) ?? 0;
  newest.set(target, Math.max(last, ...rows.map(number)));
  if (!target.dataset.state || !isAway()) return; // without a state the stream is just showing what it came with
  const news = rows.filter((row) => number(row) > last && !row.hasAttribute("data-mine"));
  if (!news.length) return;
  count += news.length;
  show();
  notify(news.reduce((a, b) => (number(a) > number(b) ? a : b)));
}

function looked() {
  if (isAway()) return;
  withdraw();
  if (!count) return;
  count = 0;
  show();
}

export function countUnread(signal) {
  const titles = new MutationObserver(showTitle);
  const title = document.querySelector("title");
  title.translate = false; // or a translation's number would be taken for a part of the title
  titles.observe(title, { childList: true, characterData: true, subtree: true });
  signal.addEventListener("abort", () => titles.disconnect());
  showTitle();
  window.addEventListener("stream:rows", arrived, { signal }); // after the document's: rows have been dressed
  window.addEventListener("focus", looked, { signal });
  document.addEventListener("visibilitychange", looked, { signal });
}
