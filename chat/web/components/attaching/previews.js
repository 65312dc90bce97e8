// Small pictures of pictures that are not sent yet, as addresses of the browser's own, which are given back.

const KINDS = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const MOST = 30 * 1024 * 1024; // bytes of a picture that is looked at
const EDGE = 720; // pixels of the longer one: 360 at twice the density

const made = new Map(); // id → { url, width, height }
let last = Promise.resolve(); // one at a time: a large one takes memory

async function draw(blob) {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  const scale = Math.min(1, EDGE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
  return { url: URL.createObjectURL(small), width, height };
}

// Promises the preview of a file, with the picture's own size, or null if it is none that this browser can show.
export function makePreview({ id, type, size }, read) {
  if (!KINDS.includes(type) || size > MOST) return Promise.resolve(null);
  const make = async () => {
    const blob = made.has(id) ? null : await read();
    if (blob) made.set(id, await draw(blob));
    return made.get(id) ?? null;
  };
  last = last.then(make).catch(() => null);
  return last;
}

export const previewOf = (id) => made.get(id)?.url;

// Those of files that are there no more.
export function dropPreviews(isKnown) {
  for (const [id, { url }] of made) {
    if (isKnown(id)) continue;
    URL.revokeObjectURL(url);
    made.delete(id);
  }
}
