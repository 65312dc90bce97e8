// Which emoji this system can show: found out once, by drawing them.

const SIZE = 20; // px
const MISSING = "\u{10FFFF}"; // what no font has
const PROBE = "👍"; // what every font of emoji has

// What was drawn in red: whether it has colours of its own, and a number that other shapes do not have.
function look(pixels) {
  let isColoured = false;
  let shape = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    isColoured ||= pixels[at + 1] + pixels[at + 2] > 0;
    shape = (shape * 31 + pixels[at + 3]) | 0;
  }
  return { isColoured, shape };
}

// Returns a function that draws a text and says how it looks.
function makePen() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1.5 * SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.font = `${SIZE}px ${getComputedStyle(document.documentElement).getPropertyValue("--font-emoji")}`;
  context.textBaseline = "top";
  context.fillStyle = "#f00";
  return (text) => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillText(text, 0, 4);
    return { width: context.measureText(text).width, ...look(context.getImageData(0, 0, canvas.width, canvas.height).data) };
  };
}

// Returns those of the emoji that can be shown; where the system has no font of emoji at all, all: others will see them.
export function supported(emoji, pen = makePen()) {
  const [probe, missing] = [pen(PROBE), pen(MISSING)];
  if (probe.shape === missing.shape) return emoji;
  // What is no single glyph is drawn as several, side by side.
  return emoji.filter((one) => {
    const { width, shape, isColoured } = pen(one);
    return width < 1.5 * probe.width && (probe.isColoured ? isColoured : shape !== missing.shape);
  });
}
