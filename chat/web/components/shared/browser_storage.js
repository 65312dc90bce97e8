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
