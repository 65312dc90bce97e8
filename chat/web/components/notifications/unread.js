// Counts messages that arrive in an open room while nobody looks at it, in this tab or another.
import { isAway } from "away";
import { readMessage } from "message_text";
import { withdrawAll } from "notifications";
import { ReadingTabs } from "reading_tabs";
import { followTitle } from "unread_badge";
import { UnreadMessages } from "unread_messages";

const open = new Set(); // rooms that are shown: { room, messages }
let tabs = null;

const isBeingRead = (room) => !isAway() || Boolean(tabs?.isReadElsewhere(room));

function markRead(room) {
  for (const opened of open) if (opened.room === room) opened.messages.clear();
}

// Whether somebody is reading a room in another tab of this browser.
export const isReadInAnotherTab = (room) => Boolean(tabs?.isReadElsewhere(room));

export const isSomethingReadInAnotherTab = () => Boolean(tabs?.isAnythingRead);

// To be called when somebody comes, goes or changes the room.
function look() {
  const read = isAway() ? [] : [...open].map(({ room }) => room);
  tabs?.announce(read);
  read.forEach(markRead);
}

// To be called when a room is shown, with its id, the viewer's, and the key of its last row.
export function openRoom(room, me, newest) {
  const messages = new UnreadMessages({ me, newest, read: readMessage });
  const opened = { room, messages };
  open.add(opened);
  look();
  return {
    // Takes the detail of a `stream:changes` event.
    apply(changes) {
      messages.apply(changes, isBeingRead(room));
    },

    rename(author, name) {
      messages.rename(author, name);
    },

    // What happens to its messages from now on is not heard of any more.
    close() {
      open.delete(opened);
      look();
    },
  };
}

export function watchUnread(signal) {
  followTitle(signal);
  tabs = new ReadingTabs(markRead);
  for (const event of ["focus", "blur", "pageshow"]) window.addEventListener(event, look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
  const leave = () => {
    tabs.announce([]);
    withdrawAll();
  };
  window.addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", () => tabs.close());
  look();
}
