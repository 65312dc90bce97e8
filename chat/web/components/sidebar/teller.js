// Notifications of all rooms, by one tab of the browser for all.
import { isAway } from "away";
import { isRoomShown } from "current_room";
import { Notices } from "notices";
import { isEnabled, listenToWorker, showNotification, withdrawNotification, withdrawPushed } from "notifications";
import { SendingTab } from "sending_tab";
import { isConnected, onConnection } from "socket";
import { isReadInAnotherTab, isSomethingReadInAnotherTab } from "unread";

// Who looks at any tab is told there, and need not be told on other devices.
const isLookedAt = () => !isAway() || isSomethingReadInAnotherTab();

export class Teller {
  #tab;
  #gone = new AbortController();

  // levelOf(room): of what in it the viewer wants to be told; ask({ messages, looking }): the server is to say what is told
  constructor(me, { levelOf, ask }) {
    const closed = (room) => this.notices.closed(room);
    this.notices = new Notices(me, {
      isWanted: () => isEnabled() || isLookedAt(),
      levelOf,
      isBeingRead: (room) => (isRoomShown(room) && !isAway()) || isReadInAnotherTab(room),
      ask: (messages) => isConnected() && ask({ messages, looking: isLookedAt() }),
      show: (notice, isNew) => showNotification(notice, isNew, closed).catch(() => {}), // forbidden meanwhile
      withdraw: (room) => withdrawNotification(room).catch(() => {}),
      withdrawPushed: (which) => withdrawPushed(which).catch(() => {}),
    });
    this.#tab = new SendingTab(`streamchat:notices:${me}`, (isTelling) => this.notices.tell(isTelling));
  }

  // To be called once the page has its socket: a tab without a connection hears of nothing, and leaves it to another.
  start() {
    onConnection({ connected: () => this.#tab.request({ isUsed: false }), disconnected: () => this.#tab.leave() });
    listenToWorker(this.#gone.signal);
  }

  stop() {
    this.#gone.abort();
    this.#tab.leave();
  }
}
