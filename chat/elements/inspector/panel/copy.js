// A copy of a list that does nothing: no ids, no links, no scripts, and nothing in it can be pressed.

const REMOVED = "script, style, link, iframe, object, embed, video, audio";
const KEPT = ["class", "style", "src", "alt", "dir", "lang", "translate", "datetime", "colspan", "rowspan", "width", "height"];
const IS_KEPT = (name) => KEPT.includes(name) || (name.startsWith("data-") && !["data-key", "data-action", "data-on"].includes(name));

function neutralize(element) {
  for (const { name } of [...element.attributes]) if (!IS_KEPT(name)) element.removeAttribute(name);
}

// Makes rows of [key, html].
export function copyOf(rows) {
  return rows.map(([key, html]) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const element of template.content.querySelectorAll(REMOVED)) element.remove();
    for (const element of template.content.querySelectorAll("*")) neutralize(element);
    const row = template.content.firstElementChild ?? document.createElement("div");
    row.dataset.copyOf = key;
    return row;
  });
}
