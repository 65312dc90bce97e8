// The text of a message: as it is sent, and as its author typed it.

// Without the blank lines around it; the first line keeps its indentation. text.py does the same.
export const trimmed = (text) => text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();

// Read from the HTML that the server sent, never off the page: there a browser's translation may have changed it.
export function sourceOf(row) {
  const template = document.createElement("template");
  template.innerHTML = row.parentElement.stream.sent(row.dataset.key);
  return template.content.querySelector(".message-body").textContent;
}
