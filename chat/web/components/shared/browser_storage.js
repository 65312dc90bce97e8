// What a browser keeps between visits: its localStorage, or, where that is blocked or full, the memory of this page.

const memory = new Map();

function attempt(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // as by Safari and Firefox where all site data is blocked; Safari's is full at 5 MB
  }
}

function isStored(key, value) {
  return attempt((storage) => {
    storage.setItem(key, value);
    return true;
  });
}

export const get = (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key));

export function set(key, value) {
  if (isStored(key, value)) memory.delete(key);
  else memory.set(key, value);
}

export function remove(key) {
  memory.delete(key);
  attempt((storage) => storage.removeItem(key));
}

export const keys = () => [...new Set([...memory.keys(), ...(attempt(Object.keys) ?? [])])];

// Whether this page alone knows the value, and loses it when it is closed.
export const isInMemory = (key) => memory.has(key);

// Whether there is any such value whose key begins with one of these.
export const hasMemory = (...prefixes) => [...memory.keys()].some((key) => prefixes.some((prefix) => key.startsWith(prefix)));

// ---- what each tab has for itself, through reloads; nothing where that is blocked

export function getOfTab(key) {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

export function setOfTab(key, value) {
  try {
    window.sessionStorage.setItem(key, value);
  } catch {
    // without it, the tab takes what all tabs have
  }
}

// ---- names that no other browser makes

export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a UUID's worth; randomUUID() needs a secure context
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

let ownTab = null;

// A name for this tab, the same through reloads.
export function tabId() {
  ownTab ??= getOfTab("streamchat:tab") ?? randomId();
  setOfTab("streamchat:tab", ownTab);
  return ownTab;
}

// ---- values other than strings

// Null for what is no object: something else than these functions has put it there.
export function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

export const getObject = (key) => parseObject(get(key));

export const setObject = (key, value) => set(key, JSON.stringify(value));

// Calls back with the key of what another tab has changed, or null for everything, and what was there before.
export function onOtherTab(listener) {
  const heard = ({ key, oldValue, storageArea }) => storageArea === attempt((storage) => storage) && listener(key, oldValue);
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
