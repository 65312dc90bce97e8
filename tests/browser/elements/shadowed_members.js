// What goes wrong with forms whose fields have the names of a form's own properties and methods: all there are.

const names = new Set();
for (let proto = HTMLFormElement.prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
  for (const name of Object.getOwnPropertyNames(proto)) names.add(name);
}

// Updates, moves and removes rows with such forms, or that are such forms. Returns how many names there are, and what went wrong.
export function findFaults(list, entering) {
  const drawn = (name) => {
    const form = (inside, attributes = "") => `<form ${attributes} data-action=save data-sort=a><input name="${name}" value=1>${inside}</form>`;
    return [
      `<li>${form("<p>x</p>")}</li>`, `<li>${form("<p>z</p><b>b</b>")}</li>`, `<li><i>i</i>${form("", "id=f")}</li>`,
      `<li><div>${form("<b id=b>b</b>", "id=f class=c")}</div></li>`, `<li><b id=b>b</b>${form("text", "data-keep-attrs=class")}</li>`,
      `<li></li>`, form("<p>x</p>"), form("z<input id=t>"), `<li>${form("x")}${form("y")}</li>`, form("<b>x</b>", "contenteditable"),
    ];
  };
  const is = (html) => {
    const row = list.querySelector("[id='list-1']");
    if (entering) Element.prototype.removeAttribute.call(row, "class");
    const template = document.createElement("template");
    template.innerHTML = html;
    const next = template.content.firstElementChild;
    for (const attribute of ["id", "data-key"]) {
      Element.prototype.setAttribute.call(next, attribute, Element.prototype.getAttribute.call(row, attribute));
    }
    return Node.prototype.isEqualNode.call(row, next);
  };
  const faults = [];
  const check = (name, what, happens) => {
    try {
      if (!happens()) faults.push([name, what]);
    } catch (error) {
      faults.push([name, what, error.message]);
    }
  };
  const does = (...operations) => list.stream.apply(operations);
  for (const name of names) {
    for (const html of drawn(name)) {
      check(name, html, () => { does(["insert", [["1", html]]]); return is(html); });
      check(name, `${html} again`, () => { does(["insert", [["1", html]]]); return is(html); });
    }
    const row = drawn(name)[7];
    check(name, "rows that are forms", () => {
      does(["insert", [["1", row], ["2", row], ["3", row]]], ["move", "3", { before: "1" }], ["part", "2", "input", "<b>part</b>"]);
      does(["reset", [["2", row], ["1", row]]], ["seek", "1", false]);
      return list.stream.keyAt("top") === "2" && list.stream.keyAt("bottom") === "1";
    });
    check(name, "the focus", () => {
      HTMLElement.prototype.focus.call(list.querySelector("[id='list-2'] [id=t]"));
      does(["remove", ["2"]]);
      return document.activeElement === list.querySelector("[id='list-1']");
    });
    check(name, "all gone", () => { does(["remove", ["1"]]); return list.stream.keyAt("top") === ""; });
  }
  return [names.size, faults];
}

// Presses the button of such forms. Returns the names of fields that were not sent, and how many forms would have left the page.
export function findLost(list) {
  const lost = new Set(names);
  list.addEventListener("stream:action", (event) => {
    event.preventDefault();
    const { action, key, args } = event.detail;
    const sent = JSON.parse(JSON.stringify(args));
    for (const name of Object.keys(sent)) if (sent[name] === "1" && action === "save" && key === "1") lost.delete(name);
  });
  const left = [];
  const onSubmit = (event) => {
    if (!event.defaultPrevented) left.push(true);
    event.preventDefault();
  };
  for (const name of ["__proto__", ...names]) {
    lost.add(name);
    for (const around of ["<li>FORM</li>", "FORM"]) {
      const form = `<form data-action=save><input name="${name}" value=1><button id=press>Save</button></form>`;
      list.stream.apply([["reset", [["1", around.replace("FORM", form)]]]]);
      document.addEventListener("submit", onSubmit, { once: true });
      list.querySelector("[id=press]").click();
    }
  }
  return [[...lost], left.length];
}
