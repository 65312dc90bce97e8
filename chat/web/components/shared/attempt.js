// Does a part of something. An error there is told as one that nobody has caught, and what comes after goes on: what is
// wrong with one row, such as with words that somebody has typed, harms no other row.
export function attempt(part, ...args) {
  try {
    part(...args);
  } catch (error) {
    reportError(error);
  }
}
