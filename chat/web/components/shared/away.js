// Whether nobody looks at this page at the moment.
export const isAway = () => document.visibilityState === "hidden" || !document.hasFocus();
