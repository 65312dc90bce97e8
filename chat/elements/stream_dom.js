// A form's fields hide properties and methods of the form that have their name: with a field "parentNode",
// `form.parentNode` is that field. Whatever is read or called of an element of a row, which may be a form, goes through
// `dom`: dom(element).parentNode. Elements that are passed on as arguments are passed as they are.

const views = new WeakMap(); // form → its properties as the prototypes have them

const unhidden = {
  get(form, name) {
    const value = Reflect.get(HTMLFormElement.prototype, name, form);
    return typeof value === "function" ? value.bind(form) : value;
  },
};

export function dom(node) {
  if (!(node instanceof HTMLFormElement)) return node;
  if (!views.has(node)) views.set(node, new Proxy(node, unhidden));
  return views.get(node);
}

// Whether two nodes have the same HTML; isEqualNode does not look into templates.
export function isEqual(node, other) {
  if (!dom(node).isEqualNode(other)) return false;
  const [own, others] = [templatesOf(node), templatesOf(other)];
  return own.every((template, index) => template.innerHTML === others[index].innerHTML);
}

function templatesOf(node) {
  if (dom(node).nodeType !== Node.ELEMENT_NODE) return [];
  return dom(node).localName === "template" ? [node] : [...dom(node).getElementsByTagName("template")];
}

// Focuses any element, without scrolling to it.
export function focus(element) {
  dom(element).focus({ preventScroll: true });
  if (element === document.activeElement) return;
  if (!dom(element).hasAttribute("tabindex")) dom(element).setAttribute("tabindex", "-1");
  dom(element).focus({ preventScroll: true });
}

// Finds parts of a row by a selector that a program has given. One that is no CSS is reported and finds nothing: the
// operations behind it must go on.
export function select(row, selector, what) {
  try {
    return [...dom(row).querySelectorAll(selector)];
  } catch (error) {
    console.error(`${what}: ${error.message}`);
    return [];
  }
}

// Returns the first element of some HTML, or null.
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// Within SVG or MathML the parser makes other elements of the same HTML.
export function parseLike(element, html) {
  const { namespaceURI, localName } = dom(element);
  const around = namespaceURI.endsWith("/svg") ? "svg" : namespaceURI.endsWith("/MathML") ? "math" : "";
  return around && localName !== around ? parse(`<${around}>${html}</${around}>`).firstElementChild : parse(html);
}
