// Copying, with a word about whether it worked.

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
  const message = isCopied ? done : "This browser does not allow copying here.";
  Quasar.Notify.create({ message, type: isCopied ? "positive" : "negative", position: "top" });
}
