// Messages that arrive in an open room while the page is in the background: count in title and icon, notifications.
import { hideNotification, showNotification } from "notifications";

const isAway = () => document.visibilityState === "hidden" || !document.hasFocus();

const messageId = (row) => Number(row.dataset.key);

const newest = new WeakMap(); // list of messages → id of the newest one it has shown
let count = 0;
let titleWithoutCount = "";
let ownTitle = ""; // as it was last set here

// The server changes the title with the room; whatever is not ours is new.
function updateTitle() {
  if (document.title !== ownTitle) titleWithoutCount = document.title;
  ownTitle = count ? `(${count}) ${titleWithoutCount}` : titleWithoutCount;
  if (document.title !== ownTitle) document.title = ownTitle;
}

// The icon as it is served, with the count on it.
async function updateIcon(links) {
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

function update() {
  updateTitle();
  const links = document.querySelectorAll("link[rel~=icon]");
  for (const link of links) link.dataset.address ??= link.href;
  if (links.length) updateIcon(links).catch(() => {}); // the title says it too
  const badge = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  badge?.catch(() => {}); // a system may have no badges
}

// To be called with the rows of a list that were inserted or changed, once they are formatted.
export function countUnread(list, rows) {
  const last = newest.get(list) ?? 0;
  newest.set(list, Math.max(last, ...rows.map(messageId)));
  if (!list.dataset.state || !isAway()) return; // without a state the list is just showing what it came with
  const unread = rows.filter((row) => messageId(row) > last && !row.hasAttribute("data-mine"));
  if (!unread.length) return;
  count += unread.length;
  update();
  showNotification(unread.reduce((a, b) => (messageId(a) > messageId(b) ? a : b)));
}

function markRead() {
  if (isAway()) return;
  hideNotification();
  if (!count) return;
  count = 0;
  update();
}

// Follows the page's title, and resets the count when somebody looks at the page.
export function watchUnread(signal) {
  const observer = new MutationObserver(updateTitle);
  const title = document.querySelector("title");
  title.translate = false; // or a translation's number would be taken for a part of the title
  observer.observe(title, { childList: true, characterData: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
  updateTitle();
  window.addEventListener("focus", markRead, { signal });
  document.addEventListener("visibilitychange", markRead, { signal });
}
