// Which emoji the beginning of a shortcode may mean; the list of them is loaded when the first one is typed.
import { loadEmoji } from "emoji_list";
import { findEmoji, isCalled, SHORTCODES } from "emoji_search";

const MAX_SHOWN = 12;

export class EmojiCandidates {
  #address;
  #onFound;
  #list = null; // as in emoji_list.js
  #isLoading = false;

  // address: where the list is; onFound(): it is there
  constructor({ address, onFound }) {
    this.#address = address;
    this.#onFound = onFound;
  }

  async look() {
    if (this.#list || this.#isLoading) return;
    this.#isLoading = true;
    try {
      this.#list = await loadEmoji(this.#address);
      this.#onFound();
    } catch (error) {
      console.warn(error); // such as without a connection: it stays text
    }
    this.#isLoading = false;
  }

  // What is called just so comes first, then what somebody has chosen before, then what a shortcode goes on to, and of all
  // of them what people send most. As { id, name, note }.
  find(_, text) {
    if (!this.#list) return [];
    const chosen = this.#list.chosen();
    const rank = (entry) => {
      if (isExact(text, entry)) return 0;
      return chosen.includes(entry.emoji) ? 1 : shortcodes(entry).some((code) => code.startsWith(text.toLowerCase())) ? 2 : 3;
    };
    const found = this.#search(text).map((entry) => ({ entry, rank: rank(entry) }));
    found.sort((a, b) => a.rank - b.rank || (a.rank === 2 ? a.entry.popularity - b.entry.popularity : 0));
    return found.slice(0, MAX_SHOWN).map(({ entry }) => describe(text, entry));
  }

  // The emoji with this name or shortcode as { id }, if there is one.
  called(text) {
    const found = this.#list ? this.#search(text)[0] : null;
    return found && isExact(text, found) ? { id: found.emoji } : null;
  }

  choose(emoji) {
    this.#list.choose(emoji);
  }

  #search(text) {
    const entries = new Map(this.#list.entries.map((entry) => [entry.emoji, entry]));
    return findEmoji(text, this.#list.entries, this.#list.recent()).map((emoji) => entries.get(emoji));
  }
}

const isExact = (text, entry) => isCalled(text.toLowerCase().replaceAll("_", " "), entry) || isCalled(text.toLowerCase(), entry);

const shortcodes = ({ name, keywords }) => [...keywords.slice(0, SHORTCODES), name.replaceAll(" ", "_")];

// By the shortcode that somebody is typing, or else by the name.
function describe(text, entry) {
  const codes = shortcodes(entry);
  const code = codes.find((one) => one.startsWith(text.toLowerCase())) ?? codes.at(-1);
  return { id: entry.emoji, name: `:${code}:`, note: code === codes.at(-1) ? "" : entry.name };
}
