// Copies the invite link; without this script one copies it as any other text.

// Without https, such as in a local network, browsers have the older way only.
async function copy(box) {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    box.select();
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const isCopied = await copy(document.getElementById(button.dataset.copy));
    button.nextElementSibling.textContent = isCopied ? "Copied" : "This browser does not allow copying here.";
  });
}
