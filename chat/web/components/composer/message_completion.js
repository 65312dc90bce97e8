// Completes names in the boxes of an open room, to write in and to edit in: of people after an `@`, of rooms after a `#`, of
// emoji after a `:`; in the composer of commands after a `/`. Loaded when the first such sign is typed.
import { Candidates } from "candidates";
import { CommandCandidates } from "command_candidates";
import { Completion } from "completion";
import { findTrigger } from "completion_trigger";
import { EmojiCandidates } from "emoji_candidates";

// What is being typed in a box; commands in the composer alone.
function find(box) {
  const found = findTrigger(box.value.slice(0, box.selectionStart));
  return found?.kind === "/" && !("commands" in box.dataset) ? null : found;
}

const named = (sign) => ({ name }) => `${sign}${name}`;

export class MessageCompletion extends Completion {
  #candidates; // people and rooms

  // root: holds the boxes; ask(kind, text): `answer` brings what the server finds; members(): how many `@room` would reach;
  // emoji: where the list of emoji is; room(): as commands take it
  constructor(root, { ask, members, emoji, room }) {
    const onFound = () => this.show();
    const candidates = new Candidates({ ask, members, onFound });
    const emojis = new EmojiCandidates({ address: emoji, onFound });
    const pick = ({ id }) => {
      emojis.choose(id);
      return id;
    };
    const kinds = {
      "@": { label: "People", source: candidates, write: named("@") },
      "#": { label: "Rooms", source: candidates, write: named("#") },
      ":": { label: "Emoji", source: emojis, write: pick, called: (text) => emojis.called(text), isTakenOver: true },
      "/": { label: "Commands", source: new CommandCandidates(room), write: named("/") },
    };
    super(root, { find, kinds });
    this.#candidates = candidates;
  }

  strangersIn(text) {
    return this.#candidates.strangersIn(text);
  }

  welcome(id) {
    this.#candidates.welcome(id);
  }

  // What the server has found.
  answer(...found) {
    this.#candidates.take(...found);
  }
}
