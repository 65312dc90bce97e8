// Finds parts of a row by a selector that a program has given.

import { dom } from "stream_dom";

// One that is no CSS is reported and finds nothing: the operations behind it must go on.
export default function select(row, selector, what) {
  try {
    return [...dom(row).querySelectorAll(selector)];
  } catch (error) {
    console.error(`${what}: ${error.message}`);
    return [];
  }
}
