// The part of the notification settings that is about this browser: permission, push, sound, and its time zone.

const ENABLED = "streamchat:notify"; // as in components/notifications/notifications.js
const SOUND = "streamchat:sound";

const section = document.getElementById("device");
const text = document.getElementById("device-text");
const on = document.getElementById("device-on");
const always = document.getElementById("device-push");
const sound = document.getElementById("device-sound");

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser may keep nothing
  }
}

function store(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {}
}

const isWindow = () => "pywebview" in window || /QtWebEngine/.test(navigator.userAgent);
const isSupported = () => "Notification" in window && !isWindow();
const canPush = () => isSecureContext && "serviceWorker" in navigator && "PushManager" in window;
const isEnabled = () => isSupported() && stored(ENABLED) === "on" && Notification.permission === "granted";
const isPushed = () => "pushed" in section.dataset;

function state() {
  if (isWindow()) return "The app’s own window shows no notifications. Open StreamChat in a browser to get them.";
  if (!isSupported()) return "This browser shows no notifications.";
  if (Notification.permission === "denied") {
    return "Notifications are blocked, by the browser’s settings or because the address is not https.";
  }
  if (!isEnabled()) return "You are not notified on this device.";
  if (isPushed()) return "You are notified on this device, also while no page of StreamChat is open.";
  return canPush()
    ? "You are notified on this device while a page of StreamChat is open."
    : "You are notified on this device while a page of StreamChat is open. For more, this browser needs an https address.";
}

function show() {
  text.textContent = state();
  on.hidden = !isSupported() || Notification.permission === "denied";
  always.hidden = !isEnabled() || !canPush();
  sound.hidden = !isEnabled();
  on.querySelector("input").checked = isEnabled();
  always.querySelector("input").checked = isPushed();
  sound.querySelector("input").checked = stored(SOUND) === "on";
}

function post(path, fields) {
  return fetch(`/settings/notifications/${path}`, { method: "POST", body: new URLSearchParams(fields) });
}

const decoded = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const encoded = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

async function push() {
  const registration = await navigator.serviceWorker.register(section.dataset.worker, { scope: "/" });
  await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  await before?.unsubscribe(); // perhaps of another server key
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: decoded(section.dataset.key) });
  const answer = await post("subscribe", {
    endpoint: made.endpoint,
    public_key: encoded(made.getKey("p256dh")),
    secret: encoded(made.getKey("auth")),
  });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
}

async function beginPush() {
  try {
    await push();
    location.hash = "device";
    location.reload(); // with this browser in the list
  } catch (error) {
    console.warn(error); // such as a browser without a push service: pages notify all the same
    show();
    text.textContent += " Its push service could not be reached, so nothing comes while no page is open.";
  }
}

async function endPush() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  const made = await registration?.pushManager?.getSubscription();
  if (made) {
    await post("unsubscribe", { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  await registration?.unregister();
  if (isPushed()) location.reload();
  else show();
}

on.addEventListener("change", async ({ target }) => {
  target.disabled = true;
  if (!target.checked) {
    store(ENABLED, null);
    await endPush();
  } else if ((await Notification.requestPermission()) === "granted") {
    store(ENABLED, "on");
    if (canPush()) await beginPush();
    else show();
  } else show();
  target.disabled = false;
});

always.addEventListener("change", async ({ target }) => {
  target.disabled = true;
  await (target.checked ? beginPush() : endPush());
  target.disabled = false;
});

sound.addEventListener("change", ({ target }) => store(SOUND, target.checked ? "on" : null));

// The clock of this device is one's own, unless another was chosen; nobody has changed anything by that.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("[data-zone]")) {
  if (field.value === "" && zone) field.value = zone;
  if (!field.value) field.value = "UTC";
  for (const option of field.options ?? []) option.defaultSelected = option.selected;
}
for (const time of document.querySelectorAll("[data-time]")) {
  time.textContent = new Date(Number(time.dataset.time)).toLocaleString([], { weekday: "short", hour: "numeric", minute: "2-digit" });
}

show();
