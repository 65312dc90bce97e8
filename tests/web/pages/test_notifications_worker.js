// The service worker, with what a browser gives it: what is pushed is shown, and a click leads to the message.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../chat/web/pages/settings/notifications_worker.js", import.meta.url), "utf8");
const HOME = "https://chat.example.com";
const PUSHED = { room: 7, message: 12, title: "Ben · kitchen", text: "hello" };

// A page of ours; `sent` and `isFront` tell what the worker has done with it.
function makePage(path, { visibilityState = "hidden", focused = false } = {}) {
  const page = { url: HOME + path, visibilityState, focused, sent: [], isFront: false };
  page.postMessage = (data) => page.sent.push(data);
  page.focus = () => {
    page.isFront = true;
  };
  return page;
}

function start(...pages) {
  const listeners = {};
  const browser = { shown: [], opened: [], claimed: 0, skipped: 0 };
  const worker = {
    URL,
    addEventListener: (name, listener) => {
      listeners[name] = listener;
    },
    skipWaiting: () => {
      browser.skipped += 1;
    },
    clients: {
      matchAll: ({ type, includeUncontrolled }) => (type === "window" && includeUncontrolled ? pages : []),
      openWindow: (address) => browser.opened.push(address),
      claim: () => {
        browser.claimed += 1;
      },
    },
    // As in a browser, what has the tag of what is shown takes its place.
    registration: {
      showNotification: (title, options) => {
        browser.shown = [...browser.shown.filter(({ tag }) => tag !== options.tag), { title, ...options }];
      },
    },
  };
  worker.self = worker;
  vm.runInNewContext(SOURCE, worker);
  browser.happen = async (name, event = {}) => {
    const waits = [];
    listeners[name]({ ...event, waitUntil: (promise) => waits.push(promise) });
    await Promise.all(waits); // as the browser does: a worker whose promise fails is told of on the console
  };
  browser.push = (text) => browser.happen("push", { data: text === null ? null : { json: () => JSON.parse(text) } });
  browser.click = (data) => {
    const notification = { data, isClosed: false };
    notification.close = () => {
      notification.isClosed = true;
    };
    return browser.happen("notificationclick", { notification }).then(() => assert.ok(notification.isClosed));
  };
  return browser;
}

const plain = (value) => JSON.parse(JSON.stringify(value)); // objects of another realm are never deeply equal

test("what is pushed is shown, the newest of a room in place of the one before", async () => {
  const browser = start();
  await browser.push(JSON.stringify(PUSHED));
  const first = { title: "Ben · kitchen", body: "hello", tag: "/rooms/7", icon: "/assets/icon-192.png", data: { room: 7, message: 12 } };
  assert.deepEqual(plain(browser.shown), [first]);
  await browser.push(JSON.stringify({ ...PUSHED, message: 13, text: "👍".repeat(200) }));
  await browser.push(JSON.stringify({ ...PUSHED, room: 8, message: 14 }));
  assert.deepEqual(
    browser.shown.map(({ tag, body, data }) => [tag, [...body].length, data.message]),
    [
      ["/rooms/7", 140, 13],
      ["/rooms/8", 5, 14],
    ],
  );
  assert.ok(browser.shown[0].body.endsWith("👍…"), "no character is cut in two");
});

test("a page that is looked at tells by itself, and one behind others does not", async () => {
  const looked = start(makePage("/rooms/8", { visibilityState: "visible", focused: true }));
  await looked.push(JSON.stringify(PUSHED));
  assert.deepEqual(looked.shown, []);
  const behind = start(makePage("/rooms/8", { visibilityState: "visible" }), makePage("/rooms/7", { focused: true }));
  await behind.push(JSON.stringify(PUSHED));
  assert.equal(behind.shown.length, 1);
});

test("what is no notification of ours does nothing", async () => {
  const browser = start();
  const payloads = [null, "", "no JSON", "7", "null", "[]", "{}", '{"room":"7","message":12}', '{"room":7}', '{"room":7.5,"message":1}'];
  for (const payload of payloads) await browser.push(payload);
  assert.deepEqual(browser.shown, []);
  await browser.push('{"room":7,"message":12}');
  assert.deepEqual(browser.shown.map(({ title, body }) => [title, body]), [["StreamChat", ""]]);
});

test("a click brings an open page to the front, which goes to the message by itself", async () => {
  const [settings, other, front] = [makePage("/settings"), makePage("/rooms/8/@3"), makePage("/rooms", { focused: true })];
  const browser = start(settings, makePage("/rooms/browse"), other, front);
  await browser.click({ room: 7, message: 12 });
  assert.deepEqual(plain(front.sent), [{ type: "streamchat:open", room: 7, message: 12 }]);
  assert.ok(front.isFront && !other.isFront && !settings.isFront);
  assert.deepEqual([...other.sent, ...settings.sent, ...browser.opened], []);
});

test("without a page that shows rooms a click opens one, at the message", async () => {
  for (const pages of [[], [makePage("/settings")], [makePage("/rooms/browse"), makePage("/rooms/7/settings")]]) {
    const browser = start(...pages);
    await browser.click({ room: 7, message: 12 });
    assert.deepEqual(browser.opened, ["/rooms/7/@12"]);
    assert.ok(pages.every(({ isFront, sent }) => !isFront && !sent.length), "a page of forms keeps what is in it");
  }
});

test("a click on what an older version has shown leads to the rooms", async () => {
  const browser = start();
  await browser.click(null);
  assert.deepEqual(browser.opened, ["/rooms"]);
});

test("a new version takes over at once", async () => {
  const browser = start();
  await browser.happen("install");
  await browser.happen("activate");
  assert.deepEqual([browser.skipped, browser.claimed], [1, 1]);
});
