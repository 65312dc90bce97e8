// A choice in a row of a table that asks first, and is as it was if the answer is no.

for (const select of document.querySelectorAll("select[data-asks]")) {
  const question = document.getElementById(select.dataset.asks);
  select.addEventListener("change", () => question.showPopover());
  question.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    for (const option of select.options) option.selected = option.defaultSelected;
  });
}
