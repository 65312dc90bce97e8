// Whom the beginning of a name may mean, with as few questions to the server as possible.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Candidates } from "candidates";

function open(members = 3) {
  const asked = [];
  let updates = 0;
  const candidates = new Candidates({
    ask: (kind, text) => asked.push(kind + text),
    members: () => members,
    onFound: () => {
      updates += 1;
    },
  });
  const names = (kind, text) => candidates.find(kind, text).map(({ name }) => name);
  return { candidates, asked, names, updates: () => updates };
}

const PEOPLE = [
  [1, "Ann Lee", "", true],
  [2, "José Álvarez", "", true],
  [3, "Lee Ann", "", false],
  [4, "Mary-Ann Smith", "", true],
];

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("once all are known, nothing more is asked for, however much is typed", () => {
  const { candidates, asked, names } = open();
  candidates.look("@", "");
  candidates.take("@", "", PEOPLE, false);
  for (const text of ["a", "an", "ann", "ann l"]) candidates.look("@", text);
  mock.timers.tick(1000);
  assert.deepEqual(asked, ["@"]);
  assert.deepEqual(names("@", "ann l"), ["Ann Lee"]);
});

test("of very many, the server is asked when somebody stops to type, and once for each text", () => {
  const { candidates, asked } = open();
  candidates.look("@", "");
  candidates.take("@", "", PEOPLE, true);
  for (const text of ["a", "an", "ann"]) candidates.look("@", text);
  mock.timers.tick(1000);
  assert.deepEqual(asked, ["@", "@ann"]);
  candidates.look("@", "ann");
  mock.timers.tick(1000);
  candidates.take("@", "ann", PEOPLE, false);
  candidates.look("@", "Ann L");
  mock.timers.tick(1000);
  assert.deepEqual(asked, ["@", "@ann"]);
});

test("those in the room come first, then whose name begins with the text", () => {
  const { candidates, names } = open(0);
  candidates.take("@", "", PEOPLE, false);
  assert.deepEqual(names("@", "ann"), ["Ann Lee", "Mary-Ann Smith", "Lee Ann"]);
  assert.deepEqual(names("@", "jose al"), ["José Álvarez"]);
  assert.deepEqual(names("@", "nn"), []);
});

test("everybody in the room is offered last, but first where it was begun, and not where that means nobody", () => {
  const { candidates, names } = open();
  candidates.take("@", "", PEOPLE, false);
  assert.equal(names("@", "").at(-1), "room");
  assert.deepEqual(names("@", "Ro"), ["room"]);
  assert.deepEqual(names("#", "ro"), []);
  const direct = open(0);
  direct.candidates.take("@", "", PEOPLE, false);
  assert.deepEqual(direct.names("@", "ro"), []);
});

test("nothing is offered before the server has answered: everybody alone would be chosen by mistake", () => {
  const { candidates, names } = open();
  candidates.look("@", "");
  assert.deepEqual(names("@", ""), []);
});
