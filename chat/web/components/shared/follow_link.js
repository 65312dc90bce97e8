// Goes to an address of ours as by a click: among rooms no page is loaded.
export function followLink(path) {
  const link = document.createElement("a");
  link.href = path;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
