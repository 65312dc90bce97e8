// Counts messages that arrive in the open room while nobody looks at it, in this tab or another.
import { isAway } from "away";
import { readMessage } from "message_text";
import { withdrawAll } from "notifications";
import { ReadingTabs } from "reading_tabs";
import { followTitle } from "unread_badge";
import { UnreadMessages } from "unread_messages";

let open = null; // the room that is shown: { room, messages }
let tabs = null;

const isBeingRead = (room) => !isAway() || Boolean(tabs?.isReadElsewhere(room));

function markRead(room) {
  if (!open || open.room !== room) return;
  open.messages.clear();
}

// Whether somebody is reading a room in another tab of this browser.
export const isReadInAnotherTab = (room) => Boolean(tabs?.isReadElsewhere(room));

export const isSomethingReadInAnotherTab = () => Boolean(tabs?.isAnythingRead);

// To be called when somebody comes, goes or changes the room.
function look() {
  const isReading = Boolean(open) && !isAway();
  tabs?.announce(isReading ? open.room : null);
  if (isReading) markRead(open.room);
}

// To be called when a room is shown, with its id, the viewer's, and the key of its last row.
export function openRoom(room, me, newest) {
  const messages = new UnreadMessages({ me, newest, read: readMessage });
  const opened = { room, messages };
  if (open) markRead(open.room);
  open = opened;
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
      if (open !== opened) return;
      markRead(room);
      open = null;
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
    tabs.announce(null);
    withdrawAll();
  };
  window.addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", () => tabs.close());
  look();
}
