// The service worker, for notifications alone: it shows what is pushed while no page is open, and keeps nothing.

const MAX_LENGTH = 140;

const tag = (room) => `/rooms/${room}`;

const isLookedAt = (pages) => pages.some((page) => page.visibilityState === "visible" && page.focused);

async function show({ room, message, title, text }) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (isLookedAt(pages)) return; // the page tells
  const characters = [...text];
  const body = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…` : text;
  await registration.showNotification(title, { body, tag: tag(room), icon: "/assets/icon-192.png", data: { room, message } });
}

// A page is brought to the front and goes to the room by itself; without one, one is opened.
async function open({ room }) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname.startsWith("/rooms"));
  if (!page) return clients.openWindow(tag(room));
  page.postMessage({ type: "streamchat:open", room });
  return page.focus();
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

self.addEventListener("push", (event) => {
  try {
    event.waitUntil(show(event.data.json()));
  } catch {} // not from our server
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
