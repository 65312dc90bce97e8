// Tabs with a list of rooms and an open room, without pixels, driven by tab.py. Each has modules of its own, as in a browser.
// Its argument, if any, takes a precaution away: { module, old, new }, words of a module's source.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { Rows, View } from "../../elements/rows_and_view.mjs";
import { serve } from "../../node/serve.mjs";
import { List, makeDocument } from "./document.mjs";

const change = JSON.parse(process.argv[2] ?? "null");

registerHooks({
  resolve(name, context, next) {
    const found = next(name, context);
    const tab = /\?tab=\d+$/.exec(context.parentURL ?? "")?.[0];
    return tab && found.url.startsWith("file:") ? { ...found, url: found.url + tab } : found;
  },
  load(url, context, next) {
    if (!/\?tab=\d+$/.test(url)) return next(url, context);
    let source = readFileSync(fileURLToPath(url.replace(/\?.*/, "")), "utf8");
    if (change && url.includes(`/${change.module}.js?`)) {
      if (source.split(change.old).length !== 2) throw new Error(`not once in ${change.module}: ${change.old}`);
      source = source.replace(change.old, change.new);
    }
    return { format: "module", shortCircuit: true, source };
  },
});

const METHODS = { sync: "onAnswer", apply: "apply", paged: "completePage", pageFailed: "failPage" }; // as in stream.js

let current = null; // the tab that runs at the moment
let opened = 0;

globalThis.window = { matchMedia: () => ({ matches: false, addEventListener() {} }), addEventListener() {}, socket: { connected: true } };
globalThis.location = { pathname: "/rooms", origin: "http://localhost" };
const { setTimeout: later } = globalThis;
globalThis.setTimeout = (action, pause, ...args) => (current ? current.later(action, pause) : later(action, pause, ...args));
globalThis.clearTimeout = (timer) => current?.timers.delete(timer);

class Tab {
  list = new List();
  messages = new Rows(); // of the room that is shown
  room = ""; // its id
  hidden = 0; // how many of its last messages are out of sight
  hasFocus = false;
  now = 0;
  timers = new Map();
  sent = [];

  constructor(me) {
    this.me = me;
    this.document = makeDocument(this);
  }

  later(action, pause) {
    const timer = {};
    this.timers.set(timer, { action, at: this.now + pause });
    return timer;
  }

  tick(time) {
    this.now += time;
    for (;;) {
      const [timer, due] = [...this.timers].find(([, { at }]) => at <= this.now) ?? [];
      if (!due) return;
      this.timers.delete(timer);
      due.action();
    }
  }

  async start({ unread, rooms, path, messages, hasFocus, socket }) {
    this.socket = socket;
    this.hasFocus = hasFocus;
    opened += 1;
    const load = (name) => import(`../../../chat/${name}?tab=${opened}`);
    const { default: component } = await load("web/components/sidebar/sidebar.js");
    this.currentRoom = await load("web/components/sidebar/current_room.js");
    ({ StreamModel: this.StreamModel } = await load("elements/stream_model.js"));
    ({ heardOf: this.heardOf, listenOn: this.listenOn } = await load("elements/stream_heard.js"));
    const heard = {};
    this.listenOn({ on: (event, note) => Object.assign(heard, { [event]: note }) });
    this.noteHeard = heard.stream;
    const keys = { show() {} };
    const list = { getBoundingClientRect: () => ({ top: 0, bottom: 0 }), addEventListener() {} };
    this.sidebar = { me: this.me, unread, keys, $refs: { list }, $emit: (event, args = null) => this.sent.push(["sidebar", event, args]) };
    for (const [name, method] of Object.entries(component.methods)) this.sidebar[name] = method.bind(this.sidebar);
    component.created.call(this.sidebar);
    this.rooms = this.#makeModel("rooms", rooms, this.list, () => this.sidebar.markRooms(), { isScrolling: false, limit: null, pages: [] });
    this.rooms.start(rooms.items);
    this.currentRoom.onRoomShown(this.sidebar.changeRoom);
    this.sidebar.showUnread(unread, true);
    this.show({ path, messages });
    this.connect(socket);
  }

  #makeModel(name, { since, topic, opensAt, hasLast }, rows, changed, { isScrolling, limit, pages }) {
    const view = new View(rows, isScrolling);
    const changeRows = view.change.bind(view);
    view.change = (...args) => {
      changeRows(...args);
      changed();
    };
    view.distances = () => null; // pages are stream_model.js's own business
    view.reportChanges = (changes) => {
      const detail = { created: [], edited: [], deleted: [], reset: null, ...changes };
      const closest = () => (name === "messages" ? { dataset: { room: this.room } } : null);
      this.sidebar.hearShown({ target: { closest }, detail });
    };
    const send = (event, args) => this.sent.push([name, event, args]);
    const model = new this.StreamModel({ rows, view, send, limit, pages, opensAt, hasLast, canLoadAround: true, topic, revision: since });
    model.topic = topic;
    return model;
  }

  // What the server has put in the place of what was shown.
  show({ path, messages }) {
    this.openMessages?.follower.stop();
    this.messages = new Rows();
    this.openMessages = null;
    this.room = messages?.topic.slice("room:".length) ?? "";
    if (messages) {
      const options = { isScrolling: true, limit: -300, pages: ["top", "bottom"] };
      this.openMessages = this.#makeModel("messages", messages, this.messages, () => this.sidebar.see(), options);
      this.openMessages.start(messages.items);
      if (messages.entered?.includes(this.socket)) this.openMessages.follower.onEntered(this.heardOf(messages.topic));
      else if (this.rooms.isConnected) this.openMessages.follower.onConnect();
    }
    this.currentRoom.showPath(path);
  }

  get models() {
    return [this.rooms, this.openMessages].filter(Boolean);
  }

  connect(socket) {
    this.socket = socket;
    this.rooms.isConnected = true;
    for (const model of this.models) {
      model.pager.repeat();
      model.follower.onConnect();
    }
  }

  cut() {
    this.socket = null;
    this.rooms.isConnected = false;
    for (const model of this.models) model.follower.onDisconnect();
  }

  call(target, method, args) {
    if (target === "sidebar") return this.sidebar[method](...args);
    const model = target === "rooms" ? this.rooms : this.openMessages;
    return model[METHODS[method]](...args);
  }

  hear(event, [topic, ...args]) {
    if (event === "stream-signal") return this.sidebar.hear(topic, ...args);
    this.noteHeard(topic, ...args);
    for (const model of this.models) if (model.topic === topic) model.onBroadcast(...args);
    return undefined;
  }

  look(hasFocus) {
    this.hasFocus = hasFocus;
    this.sidebar.look();
  }

  scroll(hidden) {
    this.hidden = hidden;
    this.sidebar.see();
    this.sidebar.rooms.show();
  }

  markUnread(message) {
    if (this.room) this.sidebar.markUnread({ detail: { room: this.room, message } });
  }

  markRead() {
    if (this.room) this.sidebar.markRead({ detail: { room: this.room } });
  }

  markAllRead() {
    this.sidebar.markAllRead();
  }

  chooseLevel(room, level) {
    this.sidebar.levels.set(room, level);
    this.sidebar.$emit("level", { room: String(room), level });
  }

  shown() {
    const rooms = this.list.rows.map(({ isLink, name, dataset: { key, kind, unread, mentions, muted, starred } }) =>
      isLink ? { room: Number(key), name, kind, unread, mentions, muted: muted === "", starred: starred === "" } : name,
    );
    return { rooms, title: /^(\(.*\)|•)? ?/.exec(this.document.title)[1] ?? "", badges: this.list.links.map(({ badge }) => badge?.textContent ?? null) };
  }
}

const tabs = new Map();

function run(id, action) {
  const tab = tabs.get(id);
  current = tab;
  globalThis.document = tab.document;
  globalThis.window.socket.connected = Boolean(tab.rooms?.isConnected);
  const done = action(tab);
  const result = () => ({ result: done, sent: tab.sent.splice(0) });
  return done instanceof Promise ? done.then(result) : result();
}

const methods = ["connect", "cut", "show", "call", "hear", "look", "scroll", "markUnread", "markRead", "markAllRead", "chooseLevel", "tick", "shown"];

await serve({
  start(id, me, page) {
    tabs.set(id, new Tab(me));
    return run(id, (tab) => tab.start(page).then(() => null));
  },
  ...Object.fromEntries(methods.map((name) => [name, (id, ...args) => run(id, (tab) => tab[name](...args) ?? null)])),
});
