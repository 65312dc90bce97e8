// Whatever happens in rooms, and however it is heard of, the list of rooms ends up as after a reload.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

const ME = 1;
const OTHER = 2;
const ROOMS = [7, 8, 9]; // the last one is direct
const STEPS = 300;

let links = [];

globalThis.document = {
  body: { toggleAttribute() {} },
  visibilityState: "visible",
  hasFocus: () => true,
  getElementById: () => null,
  querySelectorAll: () => links,
  createElement: () => ({ append() {} }),
};

const { UnreadRooms } = await import("unread_rooms");
const { showPath } = await import("current_room");

// Numbers from 0 to below 1, the same for the same seed.
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// What the server knows: messages and how far I have read.
class House {
  next = 1;
  rooms = new Map(ROOMS.map((id) => [id, { messages: [], read: 0, revision: 0 }]));

  say(id, author) {
    const room = this.rooms.get(id);
    room.revision += 1;
    room.messages.push({ id: this.next, author, isGone: false });
    if (author === ME) room.read = this.next; // whoever writes has read what was said before
    return [this.next++, author, room.revision];
  }

  delete(id, message) {
    const room = this.rooms.get(id);
    if (message.isGone) return null;
    message.isGone = true;
    room.revision += 1;
    return [-message.id, message.author, room.revision];
  }

  count(id) {
    const { messages, read, revision } = this.rooms.get(id);
    const theirs = messages.filter((message) => message.id > read && message.author !== ME && !message.isGone);
    return [id, theirs.length, read, messages.at(-1)?.id ?? 0, revision];
  }

  all() {
    return ROOMS.map((id) => this.count(id));
  }
}

function shownBy(rooms) {
  links = ROOMS.map((id) => ({
    dataset: { key: String(id), kind: id === 9 ? "direct" : "open", sort: "2" },
    querySelector: () => ({ after() {}, remove() {} }),
  }));
  rooms.show();
  const shown = links.map(({ dataset }) => [dataset.unread, dataset.mentions]);
  links = [];
  return shown;
}

// As `put_together` in news.py.
function putTogether(news) {
  const told = [];
  let row = [];
  const end = () => {
    const said = {};
    for (const [, author] of row) said[author] = (said[author] ?? 0) + 1;
    if (row.length > 1) told.push([row.at(-1)[0], said, row.at(-1)[2], row[0][0]]);
    else told.push(...row);
    row = [];
  };
  for (const each of news) {
    if (each[0] > 0) row.push(each);
    else {
      end();
      told.push(each);
    }
  }
  end();
  return told;
}

function makeTab(house) {
  const tab = { late: [], isCut: false };
  const recount = () => {
    const rows = house.all();
    if (!tab.isCut) tab.late.push(() => tab.rooms.take(rows, true));
  };
  tab.rooms = new UnreadRooms(String(ME), { send() {}, recount });
  tab.rooms.take(house.all(), true);
  return tab;
}

function run(seed) {
  const random = randomOf(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const house = new House();
  const tabs = [makeTab(house), makeTab(house)];
  const waiting = new Map(ROOMS.map((id) => [id, []]));
  const tell = (id, news) => {
    waiting.get(id).push(news);
    if (random() < 0.6) tellWaiting(id); // otherwise with what comes later
  };
  const tellWaiting = (id) => {
    const news = putTogether(waiting.get(id));
    waiting.get(id).length = 0;
    for (const tab of tabs.filter(({ isCut }) => !isCut)) {
      tab.rooms.hear(String(id), news);
      if (random() < 0.2) tab.rooms.hear(String(id), news); // twice
    }
  };
  // Counts come later than news that were told after them.
  const count = (rows, isAll, among = tabs) => {
    for (const tab of among.filter(({ isCut }) => !isCut)) tab.late.push(() => tab.rooms.take(rows, isAll));
  };
  const actions = {
    say: (id) => tell(id, house.say(id, OTHER)),
    own: (id) => {
      tell(id, house.say(id, ME));
      count([house.count(id)], false);
    },
    delete: (id) => {
      const message = pick(house.rooms.get(id).messages);
      const news = message && house.delete(id, message);
      if (news) tell(id, news);
    },
    move: (id) => {
      const room = house.rooms.get(id);
      room.read = pick([0, ...room.messages.map((message) => message.id)]); // read on elsewhere, or marked unread
      count([house.count(id)], false);
    },
    cut: () => {
      const tab = pick(tabs);
      tab.isCut = !tab.isCut;
      tab.late.length = 0;
      if (!tab.isCut) count(house.all(), true, [tab]);
    },
    deliver: () => pick(tabs).late.shift()?.(),
  };
  for (let step = 0; step < STEPS; step += 1) {
    const name = pick(["say", "say", "own", "delete", "move", "cut", "deliver", "deliver", "deliver"]);
    actions[name](pick(ROOMS));
  }
  for (const id of ROOMS) tellWaiting(id);
  for (const tab of tabs) {
    if (tab.isCut) {
      tab.isCut = false;
      count(house.all(), true, [tab]);
    }
    while (tab.late.length) tab.late.shift()();
  }
  const afterReload = shownBy(makeTab(house).rooms);
  for (const tab of tabs) assert.deepEqual(shownBy(tab.rooms), afterReload, `seed ${seed}`);
}

test("the list of rooms after any events is that after a reload", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  showPath("/rooms");
  for (let seed = 1; seed <= 60; seed += 1) run(seed);
  mock.timers.reset();
});
