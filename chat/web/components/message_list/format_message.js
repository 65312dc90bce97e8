// Formats a message's row for this viewer: local times, groups, days, "mine".
// Decided from data attributes, for the rows an operation touched, never by walking the list.

const GROUP_WINDOW = 5 * 60 * 1000; // ms within which messages of one person stand together
const GOLDEN_ANGLE = 137.508; // degrees: spreads the hues of consecutive ids as far as can be

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const fullDate = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const longAgo = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

const startOfDay = (time) => new Date(time).setHours(0, 0, 0, 0);

function dayName(time) {
  const days = Math.round((startOfDay(Date.now()) - startOfDay(time)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Date(time).getFullYear() === new Date().getFullYear() ? weekday.format(time) : longAgo.format(time);
}

const graphemes = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

// What a person takes for one letter: with its accents, a flag, a joined emoji.
function firstLetter(word) {
  if (/^[ -~]{1,2}$|^[ -~]{2}/.test(word)) return word[0];
  const [first] = graphemes ? graphemes.segment(word) : [];
  return first ? first.segment : ([...word][0] ?? "");
}

export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map(firstLetter).join("").toUpperCase();
}

export const hue = (id) => Math.floor(((id * GOLDEN_ANGLE) % 360) / 10) * 10;

function showTime(row, sentAt) {
  let time = row.querySelector(":scope > time");
  if (!time) {
    time = document.createElement("time");
    time.dataset.keep = "";
    row.querySelector(":scope > b").after(time);
  }
  time.dateTime = new Date(sentAt).toISOString();
  time.textContent = clock.format(sentAt);
  time.title = fullDate.format(sentAt);
}

// "Today" does not stay today.
export function atMidnight(callback) {
  const wait = new Date().setHours(24, 0, 1, 0) - Date.now();
  return setTimeout(callback, wait);
}

// Which of the emoji are mine too, and what pressing them asks for.
function markMine(row, me) {
  for (const button of row.querySelectorAll(":scope > .reactions > button")) {
    const isMine = button.dataset.by.split(" ").includes(me);
    button.setAttribute("aria-pressed", String(isMine));
    button.dataset.on = String(!isMine);
  }
}

export function formatMessage(row, me) {
  const { author, at, avatar, edited } = row.dataset;
  const sentAt = Number(at);
  const above = row.previousElementSibling?.dataset;
  const isFirstOfDay = !above?.at || startOfDay(Number(above.at)) !== startOfDay(sentAt);
  const isGrouped = !isFirstOfDay && above.author === author && sentAt - Number(above.at) < GROUP_WINDOW;
  const name = row.querySelector(":scope > b");
  name.translate = false; // here and not in the HTML, where it would cost each message its bytes
  row.dataset.initials = initials(name.textContent);
  row.style.setProperty("--hue", hue(Number(author)));
  if (avatar) row.style.setProperty("--avatar-image", `url(/avatars/${avatar}.webp)`);
  else row.style.removeProperty("--avatar-image");
  row.toggleAttribute("data-mine", author === me);
  row.toggleAttribute("data-grouped", isGrouped);
  if (isFirstOfDay) row.dataset.day = dayName(sentAt);
  else delete row.dataset.day;
  for (const link of row.getElementsByTagName("a")) link.translate = false;
  if (edited) row.querySelector(":scope > .message-body").dataset.edited = `edited ${fullDate.format(Number(edited))}`;
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  showTime(row, sentAt);
  markMine(row, me);
}
