// A word about what has been done, or could not be: as Quasar shows it, or on a page without that, at the same place.

const SHOWN = 5000; // ms

let line = null;
let timer = null;

function show(message, type) {
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  clearTimeout(timer);
  line.className = `plain-notice ${type}`;
  line.textContent = message;
  timer = setTimeout(() => line.replaceChildren(), SHOWN);
}

// type: "positive", "negative", or nothing
export function notify(message, type = "") {
  if (!window.Quasar) show(message, type);
  else window.Quasar.Notify.create({ message, position: "top", ...(type && { type }) });
}
