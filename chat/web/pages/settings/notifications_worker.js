// The service worker, for notifications alone: it shows what is pushed while no page is open, and keeps nothing.

const MAX_LENGTH = 140;
const ROOMS = /^\/rooms(?:\/[0-9]+(?:\/@[0-9]+)?)?\/?$/; // the pages that go from room to room by themselves

const tag = (room) => `/rooms/${room}`;

const isLookedAt = (pages) => pages.some((page) => page.visibilityState === "visible" && page.focused);

const openPages = () => clients.matchAll({ type: "window", includeUncontrolled: true });

async function show(pushed) {
  const { room, message, title, text } = pushed ?? {};
  if (!Number.isInteger(room) || !Number.isInteger(message)) return; // not from our server
  if (isLookedAt(await openPages())) return; // the page tells
  const characters = [...String(text ?? "")];
  const body = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…` : characters.join("");
  const options = { body, tag: tag(room), icon: "/assets/icon-192.png", data: { room, message } };
  await registration.showNotification(String(title ?? "StreamChat"), options);
}

// A page is brought to the front and goes to the message by itself; without one, one is opened.
async function open({ room, message } = {}) {
  const address = room ? `/rooms/${room}/@${message}` : "/rooms";
  const pages = await openPages();
  const page = pages.find(({ focused, url }) => focused && isRoom(url)) ?? pages.find(({ url }) => isRoom(url));
  if (!page) return clients.openWindow(address);
  if (room) page.postMessage({ type: "streamchat:open", room, message });
  return page.focus();
}

const isRoom = (url) => ROOMS.test(new URL(url).pathname);

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

self.addEventListener("push", (event) => {
  try {
    event.waitUntil(show(event.data.json()));
  } catch {} // not from our server
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});
