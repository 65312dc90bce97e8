// Uploads one file, and tells how far it is.

const SILENCE = 30_000; // ms without progress after which a connection counts as lost
const PATIENCE = 120_000; // ms that the server may take to store and look at what has arrived
const SOON = 5; // seconds, where the server asks for patience and says no time

// It is in vain to try it again.
export class Refused extends Error {}

// It may work later: `after` seconds, or as soon as the queue likes.
export class Interrupted extends Error {
  constructor(after = null) {
    super("The upload was interrupted.");
    this.after = after;
  }
}

// The session has ended: it waits for the next one.
export class SignedOut extends Error {}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Returns what the server made of an upload, or throws one of the above.
export function resultOf(status, text, retryAfter) {
  const answer = parsed(text);
  if (status >= 200 && status < 300 && answer?.id) return answer;
  if (status === 401) throw new SignedOut();
  if (status === 429 || status === 503) throw new Interrupted(Number(retryAfter) || SOON);
  if (status === 408) throw new Interrupted(); // it came too slowly
  if (status >= 400 && status < 500) throw new Refused(answer?.error?.message ?? "The server does not take this file.");
  throw new Interrupted();
}

// file: as of FileRecords; onProgress(share of 1); `signal` ends it
export function upload(file, blob, { signal, onProgress }) {
  const request = new XMLHttpRequest();
  const result = new Promise((resolve, reject) => {
    let timer = null;
    const heard = (patience = SILENCE) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), patience);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      heard();
      onProgress(total ? loaded / total : 0);
    };
    request.upload.onload = () => heard(PATIENCE);
    request.onload = () => resolve([request.status, request.responseText, request.getResponseHeader("Retry-After")]);
    request.onerror = request.onabort = () => reject(new Interrupted());
    request.onloadend = () => clearTimeout(timer);
    signal.addEventListener("abort", () => request.abort());
    heard();
  });
  const body = new FormData();
  body.append("file", blob, file.name);
  const id = encodeURIComponent(file.id); // with its notes it is another file to the server
  request.open("POST", `/rooms/${file.room}/files?client_id=${file.keep ? `${id}-keep&keep=yes` : id}`);
  request.send(body);
  return result.then((answer) => resultOf(...answer));
}
