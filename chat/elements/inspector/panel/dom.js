// Makes elements: `make("button", { class: "quiet", onclick: save }, "Save")`. Text is never taken for HTML.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const makeButton = (label, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, label);
