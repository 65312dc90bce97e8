// Counts, in the page's title, what is said in the open room while the window is not in front.
let unread = 0, newest = 0;

const rows = () => document.querySelectorAll("#messages > [data-key]");
const number = (row) => Number(row.dataset.key) || 0;

function showTitle() {
  const bare = document.title.replace(/^\(\d+\) /, "");
  const title = unread ? `(${unread}) ${bare}` : bare;
  if (document.title !== title) document.title = title;
}

function look() {
  const last = newest;
  for (const row of [...rows()].reverse()) {
    const key = number(row);
    if (key && key <= last) break;
    newest = Math.max(newest, key);
    if (last && key && !document.hasFocus()) unread += 1;
  }
  showTitle();
}

function read() {
  unread = 0;
  showTitle();
}

new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
addEventListener("focus", read);
look();
