// What the server allows to upload, asked before anything is.
import { isConnected } from "socket";

const FRESH = 30_000; // ms
const PATIENCE = 5000; // ms

let known = null; // as told last: { max_file, left_today }, in bytes
let asked = null; // the question on its way, or answered a moment ago

async function ask() {
  const response = await fetch("/files/allowance", { signal: AbortSignal.timeout(PATIENCE), redirect: "error" });
  if (response.ok) known = await response.json();
  return known;
}

// Promises what was told last where there is no connection, or null: then it is asked again before the upload begins.
export function allowance() {
  if (!isConnected()) return Promise.resolve(known);
  asked ??= ask().catch(() => {
    asked = null;
    return known;
  });
  return asked;
}

// What is left is less after each upload; a tab that is not used need not ask.
export function forgetAllowance() {
  asked = null;
}

setInterval(forgetAllowance, FRESH);
