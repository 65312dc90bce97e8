// The keyboard of a touch screen, where there is one: what is written in stays above it. Some browsers lay it over the page.

export function watchScreenKeyboard(signal) {
  const { visualViewport: seen } = window;
  if (!seen) return;
  const fit = () => {
    const isCovered = seen.scale === 1 && innerHeight - seen.height > 1;
    document.documentElement.style.setProperty("--covered", isCovered ? `${innerHeight - seen.height}px` : "0px");
    if (isCovered) window.scrollTo(0, 0); // where the browser has moved the page to show the box
  };
  for (const event of ["resize", "scroll"]) seen.addEventListener(event, fit, { signal });
}
