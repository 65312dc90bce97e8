// Forms that are saved as a whole: Save can be pressed once something has changed, and leaving before that asks first.

const forms = [...document.querySelectorAll("form[data-save]")];
let sent = null;

function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findLastIndex((option) => option.defaultSelected));
  return !["hidden", "submit", "button", "fieldset"].includes(field.type) && field.value !== field.defaultValue;
}

// A form that was refused is shown again with what was typed, none of which is saved.
const isChanged = (form) => "changed" in form.dataset || [...form.elements].some(differs);

function show() {
  for (const form of forms) {
    const changed = isChanged(form);
    form.querySelector(".save-button").disabled = !changed;
    form.querySelector(".save-state").hidden = !changed;
  }
}

for (const form of forms) {
  form.addEventListener("input", () => {
    sent = null;
    show();
  });
  form.addEventListener("submit", () => {
    sent = form;
  });
  form.querySelector("[data-cancel]")?.addEventListener("click", () => {
    sent = form;
  });
}

addEventListener("beforeunload", (event) => {
  if (forms.some((form) => form !== sent && isChanged(form))) event.preventDefault();
});
addEventListener("pageshow", show); // also where a browser fills in what was typed before
show();

// Links to what was a section of this page once lead to the tab where it is now.
const moved = document.querySelector("[data-moved]");
const to = moved && JSON.parse(moved.dataset.moved)[location.hash.slice(1)];
if (to) location.replace(to + location.hash);
