// The style sheet of all streams, and cheaper ones of Quasar's rules, which would make an append the more expensive the
// longer the list is.

// Not a <style> element: a page whose security policy forbids those that scripts make can have streams nevertheless.
const style = new CSSStyleSheet();
style.replaceSync(`
  .stream[data-scroll] { overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain; scroll-behavior: auto !important; }
  [data-stream-scroller] { overflow-anchor: none; scroll-behavior: auto !important; }
  .stream > [data-key] ~ .stream-empty, .stream[aria-busy="true"] > .stream-empty { display: none; }
  .stream-edge[data-loading] { position: sticky; inset-block: 0; z-index: 1; height: 0; }
  .stream-edge[data-loading]::after { content: "Loading…"; text-align: center; }
  .stream-edge[data-loading]::after, .stream-loading { position: absolute; inset-inline: 0; }
  .stream-end[data-loading]::after, .stream-end > .stream-loading { bottom: 0; }
  .stream-worded::after, .stream-edge:not([data-loading]) > .stream-loading { content: none !important; display: none; }
  .stream[aria-busy="true"] > .stream-worded[data-loading] { position: static; height: auto; }
  .stream[aria-busy="true"] > .stream-worded > .stream-loading { position: static; }
  tr.stream-edge:not([data-loading], :has(button, .stream-start > *)) { display: none; }
  li.stream-edge { list-style: none; }
  .stream:not([data-start]) > .stream-top > .stream-start { display: none; }
`);
document.adoptedStyleSheets.push(style);

// `.q-field__marginal > * + *` has the browser compute the styles of all children of any element anew whenever one of
// them comes or goes: measured, 1,204 elements for each row appended to 300. `> div + div` does so with all divs in them:
// 309 elements for each message. These selectors match the same elements, since only divs are in those places, and cost
// nothing: ":where" adds nothing to their specificity, and ":is(div)" what the other "div" did.
const CHEAPER = {
  ".q-field__marginal > * + *": ".q-field__marginal > :where(:not(:first-child))",
  ".q-field__messages > div + div": ".q-field__messages > div:is(div):where(:not(:first-child))",
  ".q-time__header-label > div + div": ".q-time__header-label > div:is(div):where(:not(:first-child))",
};

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // another site's, which scripts may not read
  }
}

function fix(rule) {
  if (rule.styleSheet) rulesOf(rule.styleSheet).forEach(fix);
  else if (rule.selectorText) replaceSelectors(rule);
  else if (rule.cssRules) [...rule.cssRules].forEach(fix);
}

function replaceSelectors(rule) {
  for (const [costly, cheap] of Object.entries(CHEAPER)) {
    if (rule.selectorText.includes(costly)) rule.selectorText = rule.selectorText.replaceAll(costly, cheap);
  }
}

let isFixed = false;

// To be called once the page has its style sheets, such as when a component is mounted.
export default function fixCostlyRules() {
  if (isFixed) return;
  isFixed = true;
  for (const sheet of document.styleSheets) rulesOf(sheet).forEach(fix);
}
