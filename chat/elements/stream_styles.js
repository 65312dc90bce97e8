// Has an append cost the same however long the list is, in spite of one of Quasar's rules.

// `.q-field__marginal > * + *` has the browser compute the styles of all children of any element anew whenever one of
// them comes or goes: seen, 1,204 elements for each row appended to 300. Said in other words it means the same, and is
// free: ":where" adds nothing to its weight.
const COSTLY = ".q-field__marginal > * + *";
const CHEAP = ".q-field__marginal > :where(:not(:first-child))";

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // another site's: its rules cannot be looked at
  }
}

function relieve(rule) {
  if (rule.styleSheet) rulesOf(rule.styleSheet).forEach(relieve);
  else if (rule.selectorText?.includes(COSTLY)) rule.selectorText = rule.selectorText.replaceAll(COSTLY, CHEAP);
  else if (rule.cssRules) [...rule.cssRules].forEach(relieve);
}

let isRelieved = false;

// To be called once the page has its style sheets, such as when a component is mounted.
export default function relieveOnce() {
  if (isRelieved) return;
  isRelieved = true;
  for (const sheet of document.styleSheets) rulesOf(sheet).forEach(relieve);
}
