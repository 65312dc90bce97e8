// The text of a message: as it is sent, and as its author typed it.

// Without the blank lines around it; the first line keeps its indentation. text.py does the same.
export const trimmed = (text) => text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();

// Reads a message from its HTML as the server sent it: its author's id and name, and its text.
export function readMessage(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const article = template.content.firstElementChild;
  return {
    author: article.dataset.author,
    name: article.querySelector("b").textContent,
    text: article.querySelector(".message-body").textContent,
  };
}

// Never read off the page: there a browser's translation may have changed it.
export const sourceOf = (row) => readMessage(row.parentElement.stream.sent(row.dataset.key)).text;
