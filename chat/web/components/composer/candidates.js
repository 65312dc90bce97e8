// Whom and which rooms the beginning of a name may mean: what the server has found so far, which is asked as rarely as
// possible. Once an answer was complete, what goes on from its text is found here.

const MAX_SHOWN = 20;
const PAUSE = 150; // ms, in which nothing more was typed, before the server is asked
const ROOM = "room"; // as in `messages.mention_text`

// Case and accents make no difference.
export const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

// 0 where the name begins with a text, 1 where another of its words does, otherwise null.
function distance(text, name) {
  const at = plain(name);
  if (at.startsWith(text)) return 0;
  return at.split(/[\s\-_(]+/u).some((_, index, words) => words.slice(index).join(" ").startsWith(text)) ? 1 : null;
}

export class Candidates {
  #ask;
  #members;
  #onFound;
  #known = { "@": new Map(), "#": new Map() }; // id → { id, name, avatar, isMember }
  #complete = { "@": new Set(), "#": new Set() }; // texts for which the server has named all there are
  #asked = new Set(); // of which the answer is awaited, or was there
  #answered = new Set();
  #timer = null;

  // ask(kind, text); members(): how many people `@room` would reach, 0 where it means nobody; onFound(): there are more
  constructor({ ask, members, onFound }) {
    this.#ask = ask;
    this.#members = members;
    this.#onFound = onFound;
  }

  // Asks for what is missing: at once for the first page, then when somebody has stopped to type.
  look(kind, text) {
    clearTimeout(this.#timer);
    this.#request(kind, "");
    if (text && !this.#isComplete(kind, text)) this.#timer = setTimeout(() => this.#request(kind, plain(text).trim()), PAUSE);
  }

  // found: rows of [id, name, avatar, isMember]
  take(kind, text, found, hasMore) {
    this.#answered.add(kind);
    for (const [id, name, avatar, isMember] of found) this.#known[kind].set(id, { id, name, avatar, isMember });
    if (!hasMore) this.#complete[kind].add(text);
    this.#onFound();
  }

  // Nothing before the first answer: `@room` alone would be chosen by mistake.
  find(kind, typed) {
    if (!this.#answered.has(kind)) return [];
    const text = plain(typed);
    const ranked = [...this.#known[kind].values()]
      .map((one) => ({ one, rank: distance(text, one.name) }))
      .filter(({ rank }) => rank !== null)
      .sort((a, b) => b.one.isMember - a.one.isMember || a.rank - b.rank)
      .map(({ one }) => one);
    const everybody = kind === "@" && this.#members() > 0 && ROOM.startsWith(text) ? [this.#everybody()] : [];
    const shown = ranked.slice(0, MAX_SHOWN);
    return text ? [...everybody, ...shown] : [...shown, ...everybody];
  }

  // Known people whom a text names and who are not in the room.
  strangersIn(text) {
    const isNamed = ({ name }) => plain(text).includes(`@${plain(name)}`);
    return [...this.#known["@"].values()].filter((one) => !one.isMember && isNamed(one));
  }

  // Somebody has come into the room.
  welcome(id) {
    const one = this.#known["@"].get(id);
    if (one) one.isMember = true;
  }

  #everybody() {
    return { id: 0, name: ROOM, isMember: true, note: "everybody in this room" };
  }

  #isComplete(kind, text) {
    return [...this.#complete[kind]].some((begun) => plain(text).startsWith(begun));
  }

  #request(kind, text) {
    if (this.#asked.has(kind + text) || this.#isComplete(kind, text)) return;
    this.#asked.add(kind + text);
    this.#ask(kind, text);
  }
}
