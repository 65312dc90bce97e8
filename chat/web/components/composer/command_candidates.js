// Which commands the beginning of a text may mean.
import { COMMANDS } from "slash_text";

export class CommandCandidates {
  #room;

  // room(): as `where` of COMMANDS takes it
  constructor(room) {
    this.#room = room;
  }

  look() {} // they are all here

  // As { id, name, note }.
  find(_, text) {
    const here = Object.entries(COMMANDS).filter(([name, { where }]) => name.startsWith(text.toLowerCase()) && where(this.#room()));
    return here.map(([name, { takes, does }]) => ({ id: name, name, takes, note: does }));
  }
}
