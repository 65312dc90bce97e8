// The emoji that this system can show, and which of them somebody has chosen before. Loaded with what lists them.
import * as storage from "browser_storage";
import { makeEntries } from "emoji_search";
import { supported } from "emoji_support";

const KEY = "streamchat:emoji";
const MAX_RECENT = 16;
const DEFAULTS = ["👍", "❤️", "😂", "🎉", "😮", "🙏", "👀", "✅"]; // until somebody has chosen others

let list = null;

class EmojiList {
  // groups: the file of emoji, [{ name, emoji: [[emoji, its name, other words], …] }, …]
  constructor(groups) {
    const all = groups.flatMap(({ emoji }) => emoji);
    const shown = new Set(supported(all.map(([one]) => one)));
    this.groups = groups.map(({ name, emoji }) => ({ name, emoji: emoji.map(([one]) => one).filter((one) => shown.has(one)) }));
    this.names = new Map(all.filter(([one]) => shown.has(one)));
    this.entries = makeEntries(all.filter(([one]) => shown.has(one)));
  }

  // Those that were chosen, the newest first.
  chosen() {
    try {
      return JSON.parse(storage.get(KEY)).filter((emoji) => this.names.has(emoji));
    } catch {
      return []; // nothing chosen yet, or something else has written there
    }
  }

  recent() {
    const chosen = this.chosen();
    return [...chosen, ...DEFAULTS.filter((emoji) => !chosen.includes(emoji))].slice(0, MAX_RECENT);
  }

  choose(emoji) {
    const others = this.chosen().filter((other) => other !== emoji);
    storage.set(KEY, JSON.stringify([emoji, ...others].slice(0, MAX_RECENT)));
  }
}

// address: where the file is
export async function loadEmoji(address) {
  if (list) return list;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const groups = await response.json();
  list ??= new EmojiList(groups);
  return list;
}
