// Completes what narrows a search down: `from:` and people, `in:` and rooms, and the words of the others.
import { Candidates, plain } from "candidates";
import { Completion } from "completion";
import { roomLinks } from "current_room";
import { findWord, OPERATORS, quoted } from "search_words";

const MAX_SHOWN = 20;

const option = (name, note = "", id = name) => ({ id, name, note });

const beginning = (text, options) => options.filter(({ name }) => plain(name).startsWith(plain(text)));

const operators = {
  look() {},
  find: (_, text) => beginning(text, Object.entries(OPERATORS).map(([name, { finds }]) => option(`${name}:`, finds))),
};

const words = {
  look() {},
  find: (kind, text) => beginning(text, OPERATORS[kind].words().map((word) => option(...word))),
};

// Those of the sidebar. Direct messages with one person are called after them; what several people write to each other has
// no name to type.
function placesOf(link) {
  const name = link.querySelector(".room-name").textContent;
  if (link.dataset.kind !== "direct") return [option(name, "", link.dataset.key)];
  const [person, other] = link.querySelectorAll("[data-person]");
  if (!person || other) return [];
  const [, avatar] = /\/avatars\/(\w+)/.exec(link.querySelector(".avatar img")?.getAttribute("src") ?? "") ?? [];
  return [{ ...option(`@${person.textContent}`, "direct messages", link.dataset.key), person: { id: Number(person.dataset.person), name: person.textContent, avatar } }];
}

const rooms = {
  look() {},
  find(_, text) {
    const named = roomLinks().flatMap(placesOf);
    const inName = named.filter(({ name }) => plain(name).includes(plain(text)));
    return [...new Set([...beginning(text, named), ...inName])].slice(0, MAX_SHOWN);
  },
};

const writeName = ({ name }) => quoted(name);

export class SearchCompletion extends Completion {
  #people;

  // root: holds the box; me: who searches; ask(text): `answer` brings the people whom the server finds
  constructor(root, { me, ask }) {
    const people = new Candidates({ ask: (_, text) => ask(text), members: () => 0, onFound: () => this.show() });
    const source = {
      look: (_, text) => people.look("@", text),
      find: (_, text) => [...beginning(text, [option("me", "messages of yours", Number(me))]), ...people.find("@", text)],
    };
    const kinds = {
      operator: { label: "Narrow down", source: operators, looks: "", write: ({ name }) => name, isOptional: true, goesOn: true },
      from: { label: "People", source, looks: "@", write: writeName },
      in: { label: "Rooms", source: rooms, looks: "#", write: writeName },
    };
    for (const [name, { words: some }] of Object.entries(OPERATORS)) {
      if (some) kinds[name] = { label: "Narrow down", source: words, looks: "", write: ({ name: word }) => word };
    }
    super(root, { find: (box) => findWord(box.value.slice(0, box.selectionStart)), kinds });
    this.#people = people;
  }

  // What the server has found.
  answer(text, found, hasMore) {
    this.#people.take("@", text, found, hasMore);
  }
}
