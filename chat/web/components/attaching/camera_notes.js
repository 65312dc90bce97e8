// Whether a picture has what its camera noted, such as the place: the server cuts that out, unless one wants to keep it.

const KINDS = ["image/jpeg", "image/png", "image/webp"]; // that it is cut out of

const LOOKED_AT = 128 * 1024; // bytes at either end, where such notes stand

const NOTES = /Exif\0\0|eXIf|EXIF|XMP |ns\.adobe\.com\/xap|com\.adobe\.xmp/;

// Promises it; a file that cannot be read has none.
export async function hasCameraNotes(blob) {
  if (!KINDS.includes(blob.type)) return false;
  const ends = new Blob([blob.slice(0, LOOKED_AT), blob.slice(Math.max(LOOKED_AT, blob.size - LOOKED_AT))]);
  try {
    return NOTES.test(new TextDecoder("latin1").decode(await ends.arrayBuffer()));
  } catch {
    return false;
  }
}
