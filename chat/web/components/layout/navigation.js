// What belongs to the whole page. Changing rooms without a page load: links to rooms become `navigate` events, and the
// address follows once the server has shown the room. What people do becomes `perform` events, see page_outbox.js.
import { listenToAttachments } from "attachments";
import { watchBack } from "back";
import { closesThread, showListOverRoom, showPath } from "current_room";
import { isTouch } from "keyboard";
import { pressedSecretly } from "live_messages";
import { watchLocalTime } from "local_time";
import { listenToMenus } from "menu";
import { pageOutbox, startSending } from "page_outbox";
import { listenToPeople } from "people";
import { watchPermalinks } from "permalinks";
import { activatePrerendered, prerenderOnIntent } from "prerendered_room";
import { listenToRoomInfo } from "room_info";
import { listenToSearch, SEARCH_OPENED } from "search_box";
import { listenToShortcuts } from "shortcuts";
import { showPresence, watchPresence } from "presence";
import { expectAnswer, isConnected, onConnection, watchConnection } from "socket";
import { watchUnread } from "unread";
import { listenToVersions } from "versions";

const LIST = /^\/rooms\/?$/;
const PHONE = window.matchMedia("(max-width: 719.98px)");

export default {
  template: `<div hidden></div>`,

  // answered: the number of the newest `navigate` event when the server decided what is shown
  props: { me: String, path: String, title: String, last: String, answered: Number },

  emits: ["navigate", "prerender", "perform", "presence", "search"],

  computed: {
    decided() {
      return { path: this.path, number: this.answered };
    },
  },

  watch: {
    decided({ path, number }) {
      if (number < this.asked) return; // one has gone on since
      this.opening = null;
      if (path !== location.pathname) this.remember(path);
      if (path !== this.activatedPath) showPath(path);
      this.activatedPath = null;
      document.title = this.title;
    },

    title(title) {
      document.title = title;
    },
  },

  mounted() {
    this.opening = null; // the path that the server was asked to show, until it does
    this.activatedPath = null; // the path of a prerendered room that was activated here, until the server has decided
    this.numbers = 0; // of `navigate` events so far
    this.asked = 0; // the number of the newest one that may still be answered
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    document.addEventListener("click", this.follow, { signal });
    watchBack(signal);
    window.addEventListener("popstate", this.goBack, { signal });
    if (isTouch) import("screen_keyboard").then(({ watchScreenKeyboard }) => watchScreenKeyboard(signal), console.warn);
    showPath(this.path);
    listenToMenus(signal);
    listenToRoomInfo(signal);
    listenToShortcuts(signal);
    listenToPeople(signal);
    listenToVersions(signal);
    listenToAttachments(signal);
    watchUnread(signal);
    prerenderOnIntent(signal, this.prerender);
    watchLocalTime(signal);
    document.addEventListener(SEARCH_OPENED, () => this.$emit("search"), { signal, once: true });
    // NiceGUI makes the socket after it has mounted the page.
    this.$nextTick(() => {
      listenToSearch(signal);
      watchConnection();
      watchPermalinks(signal);
      onConnection({ connected: this.begin, disconnected: this.stopOpening });
      watchPresence(signal, (event) => this.$emit("presence", event));
      startSending(this.me, (event) => this.$emit("perform", event));
    });
  },

  unmounted() {
    this.listeners.abort();
  },

  methods: {
    follow(event) {
      if (event.target.closest(".menu-button")) return this.openList();
      const link = event.target.closest("a[href^='/rooms']");
      if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.open(link.pathname);
    },

    // On a phone: back to where one came from, if that is the list.
    openList() {
      if (history.state?.from === "/rooms") history.back();
      else this.open("/rooms");
    },

    // On a wide screen there is a room beside the list, and no page with the list alone to go back to.
    remember(path) {
      if (LIST.test(location.pathname) && !PHONE.matches) history.replaceState({}, "", path);
      else history.pushState({ from: location.pathname }, "", path);
    },

    begin() {
      this.hasBegun = true;
      this.asked = this.answered; // what was asked before may be lost
      if (this.opening) this.open(this.opening);
      else if (this.last && LIST.test(this.path) && !PHONE.matches) this.open(this.last);
    },

    // Whoever goes to the list on a wide screen stays in the room that is shown beside it, if there is one.
    stayBesideList() {
      if (!document.getElementById("messages")) return isConnected() && location.assign("/rooms");
      if (location.pathname !== this.path) history.replaceState({}, "", this.path);
      return showPath(this.path);
    },

    // The browser has changed the address already.
    goBack() {
      this.open(location.pathname);
    },

    open(path) {
      if (LIST.test(path) && !PHONE.matches) return this.stayBesideList();
      this.opening = path === this.path && !this.activatedPath ? null : path;
      if (!this.opening) {
        if (path !== location.pathname) this.remember(path); // a thread, or the list, was closed without the server
        showPath(path); // the list may stand over it
      }
      if (closesThread(this.path, path)) this.showClosed(path);
      if (!this.hasBegun) return undefined; // the page has just been loaded, and will connect
      if (!isConnected()) return this.openWithoutServer(path);
      this.numbers += 1;
      this.asked = this.numbers;
      this.$emit("navigate", { path, number: this.asked, ...this.activate(path) });
      return expectAnswer();
    },

    prerender(path) {
      if (path !== this.path && !this.opening && this.hasBegun && isConnected()) this.$emit("prerender", { path });
    },

    // A prerendered room is shown before the server answers, which is told the number of that room.
    activate(path) {
      const room = this.opening && activatePrerendered(path);
      if (!room) return {};
      if (path !== location.pathname) this.remember(path);
      this.activatedPath = path;
      showPath(path);
      document.title = room.title;
      return { activated: room.number };
    },

    // A thread needs no server to be closed; that is told it once there is a connection.
    showClosed(path) {
      if (path !== location.pathname) this.remember(path);
      showPath(path);
    },

    openWithoutServer(path) {
      if (closesThread(this.path, path)) return undefined;
      if (path === "/rooms" && PHONE.matches) {
        this.opening = null;
        if (location.pathname !== this.path) history.pushState({}, "", this.path);
        return showListOverRoom();
      }
      return this.stopOpening();
    },

    // The address goes on naming the room that is shown, in which one writes. A prerendered one that was activated stays:
    // it is opened once the connection is back.
    stopOpening() {
      if (!this.opening || closesThread(this.path, this.opening)) return;
      const isThere = this.opening === this.activatedPath;
      this.opening = this.activatedPath;
      if (isThere) return;
      const here = this.activatedPath ?? this.path;
      if (location.pathname !== here) history.pushState({}, "", here);
      showPath(here); // in place of the list that may stand over it
      Quasar.Notify.create({ message: "No connection. Rooms can be opened once it is back.", position: "top" });
    },

    // ---- called by the server

    performed(clientId, result) {
      pageOutbox(this.me).performed(clientId, result);
    },

    showPresence,

    pressedSecretly,

    postponed(clientId, seconds) {
      pageOutbox(this.me).postponed(clientId, seconds);
    },

    refused(clientId, message, reason) {
      pageOutbox(this.me).refused(clientId, message, reason);
    },
  },
};
