// What is unread in all rooms: in the page's title, on its icon, and on the installed app's. What means me is counted, of
// the rest there is a dot. Each tab reads the same numbers off its list of rooms, so all show the same.

const MAX_COUNT = 99;

let count = 0; // of messages that mean me
let hasNews = false; // whether there are others
let titleWithoutCount = "";
let ownTitle = ""; // as it was last set here

// The server changes the title with the room; whatever is not ours is new.
function updateTitle() {
  if (document.title !== ownTitle) titleWithoutCount = document.title;
  const mark = count ? `(${count > MAX_COUNT ? `${MAX_COUNT}+` : count}) ` : hasNews ? "• " : "";
  ownTitle = mark + titleWithoutCount;
  if (document.title !== ownTitle) document.title = ownTitle;
}

function badge() {
  if (!count) return '<circle cx="18.5" cy="5.5" r="4.5" fill="#fff" stroke="#414cc0" stroke-width="2"/>';
  const label = count > 9 ? "9+" : String(count);
  return `<circle cx="16.5" cy="16.5" r="7.5" fill="#d3302f"/><text x="16.5" y="20.4" font-family="sans-serif"
    font-size="${label.length > 1 ? 9 : 11}" font-weight="700" text-anchor="middle" fill="#fff">${label}</text>`;
}

// The icon as it is served, with the count on it, or a dot.
async function updateIcon(links) {
  let drawing = null;
  if (count || hasNews) drawing = await (await fetch(links[0].dataset.address)).text();
  const isMarked = drawing && (count || hasNews); // still
  const address = isMarked && `data:image/svg+xml,${encodeURIComponent(drawing.replace("</svg>", `${badge()}</svg>`))}`;
  for (const link of links) link.href = address || link.dataset.address;
}

// Takes the links of all rooms, with `data-mentions`, `data-unread` and `data-muted`.
export function showTotal(rooms) {
  const heard = rooms.filter(({ dataset }) => !("muted" in dataset));
  const mentions = heard.reduce((sum, { dataset }) => sum + (Number.parseInt(dataset.mentions, 10) || 0), 0);
  const isNews = heard.some(({ dataset }) => dataset.unread);
  if (count === mentions && hasNews === isNews) return;
  count = mentions;
  hasNews = isNews;
  updateTitle();
  const links = document.querySelectorAll("link[rel~=icon]");
  for (const link of links) link.dataset.address ??= link.href;
  if (links.length) updateIcon(links).catch(() => {}); // the title says it too
  const shown = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  shown?.catch(() => {}); // a system may have no badges
}

export function followTitle(signal) {
  const observer = new MutationObserver(updateTitle);
  const title = document.querySelector("title");
  title.translate = false; // or a translation's number would be taken for a part of the title
  observer.observe(title, { childList: true, characterData: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
  updateTitle();
}
