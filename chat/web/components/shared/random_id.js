// Ids that no other browser makes.
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a UUID's worth; randomUUID() needs a secure context
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
