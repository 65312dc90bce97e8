// Files that are dragged over the page and dropped: into the room that they are over, or nowhere. The browser would show
// them in place of the page.

const STILL = 700; // ms without a sign of the drag after which it has left the window: not every browser says so

const zones = new Map(); // element → { over(isOver), drop(files, folders) }
let lit = null; // the zone that a drag is over
let timer = null;
let isOwn = false; // something of this page is dragged, such as a picture: browsers offer that as a file

// Takes what is dropped on an element, or beside it where there is no other; returns what ends that.
export function watchDrops(element, zone) {
  zones.set(element, zone);
  if (zones.size === 1) listen();
  return () => {
    if (lit === element) light(null);
    zones.delete(element);
  };
}

let isListening = false;

function listen() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("dragstart", () => (isOwn = true));
  document.addEventListener("dragend", () => (isOwn = false));
  document.addEventListener("dragover", drag);
  document.addEventListener("drop", drop);
}

const hasFiles = ({ dataTransfer }) => !isOwn && Boolean(dataTransfer?.types.includes("Files"));

// What is over the header of a room is over the room.
function zoneAt(target) {
  const inside = target.closest?.(".room-view");
  if (inside) return zones.has(inside) ? inside : null;
  for (let around = target.parentElement; around; around = around.parentElement) {
    const zone = [...zones.keys()].find(({ parentElement }) => parentElement === around);
    if (zone) return zone;
  }
  return null;
}

function light(element) {
  clearTimeout(timer);
  if (lit !== element) zones.get(lit)?.over(false);
  if (element && lit !== element) zones.get(element).over(true);
  lit = element;
  if (lit) timer = setTimeout(() => light(null), STILL);
}

function drag(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  const zone = zoneAt(event.target);
  event.dataTransfer.dropEffect = zone ? "copy" : "none";
  light(zone);
}

function drop(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  const zone = zones.get(zoneAt(event.target));
  light(null);
  if (zone) zone.drop(...sorted(event.dataTransfer));
}

// The files, and the names of folders, which cannot be attached.
export function sorted({ items, files }) {
  const found = [];
  const folders = [];
  for (const item of [...(items ?? [])].filter(({ kind }) => kind === "file")) {
    const entry = item.webkitGetAsEntry?.();
    const file = entry?.isDirectory ? null : item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) found.push(file);
  }
  return [found.length || folders.length ? found : [...(files ?? [])], folders];
}

// The files that are pasted, unless they are but another form of a text, as word processors and tables have it.
export function pastedFiles(data) {
  const { types = [] } = data ?? {};
  if (!types.includes("Files") || (types.includes("text/html") && data.getData("text/plain").trim())) return [];
  return sorted(data)[0];
}
