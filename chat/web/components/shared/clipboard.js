// Copying, with a word about whether it worked.
import { notify } from "notify";

// Without https, such as in a local network, browsers have the older way only.
function copyBySelection(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand("copy");
  box.remove();
  return isCopied;
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

export async function copy(text, done) {
  const isCopied = await write(text);
  if (isCopied) notify(done, "positive");
  else notify("This browser does not allow copying here.", "negative");
}
