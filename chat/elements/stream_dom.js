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

// Changes a row by `change()`, which returns it or what is there instead. What had the focus may move within the row, or go:
// keyboard users must not lose their place.
export function keepFocus(row, change) {
  const focused = dom(row).contains(document.activeElement) ? document.activeElement : null;
  const changed = change();
  if (focused && focused !== document.activeElement) {
    focus(dom(focused).isConnected ? focused : (findNamesake(changed, focused) ?? changed));
  }
  return changed;
}

function findNamesake(row, element) {
  const name = dom(element).getAttribute("name");
  const { localName } = dom(element);
  return name ? dom(row).querySelector(`${localName}[name="${CSS.escape(name)}"]`) : null;
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

// What a selector finds in a row, except in what is kept (`data-keep`) and in parts that it has found already.
export function* partsOf(row, selector) {
  for (const part of select(row, selector, `update_part(…, ${selector})`)) {
    const keeper = dom(part).closest("[data-keep]");
    if (dom(row).contains(part) && !(keeper && keeper !== row && dom(row).contains(keeper))) yield part;
  }
}

// Returns the first element of some HTML, or null.
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// One bad row must not cost the others: what is no element is reported, and an empty one stands for it.
export function parseRow(html, what) {
  const row = parse(html);
  if (!row) console.error(`${what} is no element: ${html}`);
  return row ?? document.createElement("div");
}

// Within SVG or MathML the parser makes other elements of the same HTML.
export function parseLike(element, html) {
  const { namespaceURI, localName } = dom(element);
  const around = namespaceURI.endsWith("/svg") ? "svg" : namespaceURI.endsWith("/MathML") ? "math" : "";
  return around && localName !== around ? parse(`<${around}>${html}</${around}>`).firstElementChild : parse(html);
}
