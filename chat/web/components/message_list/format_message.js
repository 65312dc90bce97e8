// Formats a message's row for this viewer: local times, groups, days, "mine".
// Decided from data attributes, for the rows an operation touched, never by walking the list.
import { attempt } from "attempt";
import { hue, initials } from "avatar";
import { keepUnfolded } from "formatted_text";
import { formatLive } from "live_messages";
import { dayName, fullTime, shortTime, startOfDay, timeOfDay } from "local_time";
import { isOnlyEmoji } from "message_text";
import { showMoments } from "moments";
import { showPermalinks } from "permalinks";

const GROUP_WINDOW = 5 * 60 * 1000; // ms within which messages of one person stand together

// The time, which is the link to the message; keys find it in the menu.
function showTime(row, sentAt, room) {
  let time = row.querySelector(":scope > time");
  if (!time) {
    time = document.createElement("time");
    time.dataset.keep = "";
    time.append(Object.assign(document.createElement("a"), { tabIndex: -1, href: `/rooms/${room}/@${row.dataset.key}` }));
    row.querySelector(":scope > b").after(time);
  }
  time.dateTime = new Date(sentAt).toISOString();
  time.firstChild.textContent = timeOfDay(sentAt);
  time.title = fullTime(sentAt);
}

// Shows which reactions are mine; pressing one of those takes it back.
function markMyReactions(row, me) {
  for (const button of row.querySelectorAll(":scope > .reactions > button")) {
    const isMine = button.dataset.by.split(" ").includes(me);
    button.setAttribute("aria-pressed", String(isMine));
    button.dataset.add = String(!isMine);
  }
}

// Marks what means me: by name, as a member of the room, or because it answers me.
function markMentions(row, links, quote, me, isMember) {
  let isMeant = quote?.dataset.tells === me;
  for (const link of links) {
    if (!link.classList.contains("named")) link.translate = false;
    if (!link.classList.contains("mention")) continue;
    const isMe = link.dataset.person ? link.dataset.person === me : isMember;
    link.toggleAttribute("data-me", isMe);
    isMeant ||= isMe;
  }
  row.toggleAttribute("data-meant", isMeant && row.dataset.author !== me);
}

// Whether a message belongs to the group of the row above it; `as` is the name under which a bot has posted it.
export function continues(rowAbove, author, sentAt, as) {
  return rowAbove?.dataset.author === author && rowAbove.dataset.as === as && sentAt - Number(rowAbove.dataset.at) < GROUP_WINDOW;
}

// Somebody has another name or picture; `avatar` is "" without one. Returns their rows, which are to be formatted.
export function showPerson(list, id, name, avatar) {
  const rows = [...list.querySelectorAll(`:scope > [data-author="${id}"]`)];
  for (const row of rows) {
    const shown = row.querySelector(":scope > b");
    if (row.dataset.as) shown.title = name;
    else shown.textContent = name;
    if (avatar) row.dataset.avatar = avatar;
    else delete row.dataset.avatar;
  }
  for (const mention of list.querySelectorAll(`.mention[data-person="${id}"]`)) mention.textContent = `@${name}`;
  for (const quoted of list.querySelectorAll(`.quote b[data-by="${id}"]`)) quoted.textContent = name;
  return rows;
}

// When the last reply came, beside how many there are.
function showLastReply(row) {
  const time = row.querySelector(":scope > .thread-link time");
  if (!time) return;
  const at = Number(time.parentElement.dataset.at);
  time.textContent = `Last reply ${shortTime(at).replace("Yesterday", "yesterday")}`;
  time.title = fullTime(at);
}

// room: its id, or that of a thread's room; isMember: whether I am in it, so that `@room` means me too;
// isReadOnly: whether nothing can be pressed there; begins: as of permalinks.js
// What goes wrong with it is told, and harms neither other rows nor the other parts of this one.
export function formatMessage(row, viewer) {
  attempt(format, row, viewer);
}

function format(row, { me, room, isMember, isReadOnly, begins }) {
  const { author, at, avatar, edited } = row.dataset;
  const sentAt = Number(at);
  const above = row.previousElementSibling;
  const isFirstOfDay = !above?.dataset.at || startOfDay(Number(above.dataset.at)) !== startOfDay(sentAt);
  const quote = row.querySelector(":scope > .quote"); // in the midst of a group nobody would see whose answer it is
  const isGrouped = !isFirstOfDay && !("new" in row.dataset) && !quote && continues(above, author, sentAt, row.dataset.as);
  const name = row.querySelector(":scope > b");
  const body = row.querySelector(":scope > .message-body");
  // These here and not in the HTML, where they would cost each message their bytes.
  row.classList.add("message");
  name.translate = false;
  name.setAttribute("role", "button"); // opens the author's card: people.js
  row.dataset.initials = row.dataset.sign ?? initials(name.textContent);
  row.style.setProperty("--hue", hue(Number(author)));
  if (avatar && !row.dataset.sign) row.style.setProperty("--avatar-image", `url(/avatars/${avatar}.webp)`);
  else row.style.removeProperty("--avatar-image");
  row.toggleAttribute("data-mine", author === me);
  row.toggleAttribute("data-grouped", isGrouped);
  if (isFirstOfDay) row.dataset.day = dayName(sentAt);
  else delete row.dataset.day;
  const links = body.getElementsByTagName("a");
  attempt(markMentions, row, links, quote, me, isMember);
  attempt(showPermalinks, row, body, links, begins);
  attempt(showMoments, body);
  row.toggleAttribute("data-emoji", isOnlyEmoji(body.textContent));
  if (quote?.firstElementChild.href) quote.firstElementChild.href = `/rooms/${room}/@${quote.dataset.of}`; // of a thread, its room's
  keepUnfolded(row);
  if (edited) body.dataset.edited = `edited ${fullTime(Number(edited))}`;
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.setAttribute("aria-label", `${name.textContent}${"bot" in row.dataset ? " (app)" : ""}, ${timeOfDay(sentAt)}`);
  showTime(row, sentAt, room);
  attempt(markMyReactions, row, me);
  attempt(showLastReply, row);
  if (body.classList.contains("live")) attempt(formatLive, row, body, me, { isMember, isReadOnly });
}
