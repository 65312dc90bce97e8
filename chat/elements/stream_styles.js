// Has an append cost the same however long the list is, in spite of some of Quasar's rules.

// `.q-field__marginal > * + *` has the browser compute the styles of all children of any element anew whenever one of
// them comes or goes: seen, 1,204 elements for each row appended to 300. `> div + div` does so with all divs in them:
// seen, 309 elements for each message. Said in other words they mean the same, since only divs are in those places, and
// are free: ":where" adds nothing to their weight, and ":is(div)" what the other "div" did.
const CHEAP = {
  ".q-field__marginal > * + *": ".q-field__marginal > :where(:not(:first-child))",
  ".q-field__messages > div + div": ".q-field__messages > div:is(div):where(:not(:first-child))",
  ".q-time__header-label > div + div": ".q-time__header-label > div:is(div):where(:not(:first-child))",
};

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // another site's: its rules cannot be looked at
  }
}

function relieve(rule) {
  if (rule.styleSheet) rulesOf(rule.styleSheet).forEach(relieve);
  else if (rule.selectorText) reword(rule);
  else if (rule.cssRules) [...rule.cssRules].forEach(relieve);
}

function reword(rule) {
  for (const [costly, cheap] of Object.entries(CHEAP)) {
    if (rule.selectorText.includes(costly)) rule.selectorText = rule.selectorText.replaceAll(costly, cheap);
  }
}

let isRelieved = false;

// To be called once the page has its style sheets, such as when a component is mounted.
export default function relieveOnce() {
  if (isRelieved) return;
  isRelieved = true;
  for (const sheet of document.styleSheets) rulesOf(sheet).forEach(relieve);
}
