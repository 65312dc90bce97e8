// Tables of people and rooms: a choice in a row that asks first, and menus that close when one looks elsewhere.

for (const select of document.querySelectorAll("select[data-asks]")) {
  const question = document.getElementById(select.dataset.asks);
  select.addEventListener("change", () => question.showPopover());
  question.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    for (const option of select.options) option.selected = option.defaultSelected;
  });
}

const openMenus = () => document.querySelectorAll(".row-menu[open]");

addEventListener("pointerdown", ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector(".ask:popover-open")) return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
