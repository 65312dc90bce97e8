// The number of unread messages: in the page's title, on its icon, and on the installed app's.

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

export function showCount(unread) {
  if (count === unread) return;
  count = unread;
  updateTitle();
  const links = document.querySelectorAll("link[rel~=icon]");
  for (const link of links) link.dataset.address ??= link.href;
  if (links.length) updateIcon(links).catch(() => {}); // the title says it too
  const badge = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  badge?.catch(() => {}); // a system may have no badges
}

export function followTitle(signal) {
  const observer = new MutationObserver(updateTitle);
  const title = document.querySelector("title");
  title.translate = false; // or a translation's number would be taken for a part of the title
  observer.observe(title, { childList: true, characterData: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
  updateTitle();
}
