// When the server is asked while somebody types a search, what of it is completed, and what is kept of it.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { markChanged } from "changed_results";
import { RecentSearches } from "recent_searches";
import { SearchRequests } from "search_requests";
import { findWord, isUnfinished, quoted, withOperator } from "search_words";

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

function open() {
  const asked = [];
  const requests = new SearchRequests(({ text, number }) => asked.push([text, number]));
  return { requests, asked };
}

test("the server is asked once somebody has stopped to type, and at once when they say so", () => {
  const { requests, asked } = open();
  for (const text of ["a", "an", "ann"]) {
    mock.timers.tick(200);
    requests.soon({ text });
  }
  assert.deepEqual(asked, []);
  mock.timers.tick(300);
  assert.deepEqual(asked, [["ann", 1]]);
  assert.equal(requests.answered(1), true);
  requests.soon({ text: "anna" });
  requests.now({ text: "anna" });
  mock.timers.tick(1000);
  assert.deepEqual(asked.slice(1), [["anna", 2]]);
});

test("one question is asked at a time, and of those that come meanwhile the newest", () => {
  const { requests, asked } = open();
  for (const text of ["one", "two", "three"]) requests.now({ text });
  assert.deepEqual(asked, [["one", 1]]);
  assert.equal(requests.answered(1), false, "what was found for it is outdated");
  assert.deepEqual(asked.slice(1), [["three", 2]]);
  assert.equal(requests.answered(1), false);
  assert.equal(requests.answered(2), true);
});

test("a question whose answer was lost is asked again, and answered once", () => {
  const { requests, asked } = open();
  requests.now({ text: "one" });
  requests.repeat();
  assert.deepEqual(asked, [["one", 1], ["one", 1]]);
  assert.equal(requests.answered(1), true);
  assert.equal(requests.answered(1), false);
  requests.repeat();
  assert.equal(asked.length, 2);
});

test("what was typed and then became half of a filter is not asked", () => {
  const { requests, asked } = open();
  requests.soon({ text: "from" });
  requests.drop();
  mock.timers.tick(1000);
  assert.deepEqual(asked, []);
});

const WORDS = {
  fr: ["operator", "fr"],
  "lunch -fro": ["operator", "fro"],
  "from:": ["from", ""],
  "lunch from:ad": ["from", "ad"],
  'from:"Ann Le': ["from", "Ann Le"],
  'from:"Ann Lee" ': null,
  "-IN:gen": ["in", "gen"],
  "has:link": ["has", "link"],
  "http:": null,
  "say so: ": null,
};

test("the word before the caret is completed: a filter's beginning, or what follows it", () => {
  for (const [text, expected] of Object.entries(WORDS)) {
    const found = findWord(text);
    assert.deepEqual(found && [found.kind, found.text], expected, text);
    assert.equal(isUnfinished(text), Boolean(expected) && expected[0] !== "operator" && text !== "has:link", text);
  }
  const { start, end } = findWord('lunch from:"Ann');
  assert.equal('lunch from:"Ann'.slice(start, end), '"Ann');
});

test("names with spaces are quoted, and filters stand by themselves", () => {
  assert.deepEqual([quoted("Ann"), quoted("Ann Lee"), quoted('the "boss"')], ["Ann", '"Ann Lee"', '"the boss"']);
  assert.deepEqual([withOperator("", "in:"), withOperator("lunch ", "in:")], ["in:", "lunch in:"]);
});

test("searches are kept by person, newest first, each once, and can be forgotten", () => {
  const [ann, ben] = [new RecentSearches("1"), new RecentSearches("2")];
  for (const text of ["one", "two", "one"]) ann.add(text);
  assert.deepEqual([ann.all(), ben.all()], [["one", "two"], []]);
  ann.remove("one");
  assert.deepEqual(ann.all(), ["two"]);
  for (let number = 0; number < 20; number += 1) ann.add(`search ${number}`);
  assert.equal(ann.all().length, 10);
  ann.clear();
  assert.deepEqual(ann.all(), []);
});

test("results of messages that were deleted or edited in an open room are marked, those with other reactions are not", () => {
  const made = (message) => {
    const text = { textContent: `text ${message}` };
    const marks = [];
    return { dataset: { message, edited: "0" }, text, marks, toggleAttribute: (name) => marks.push(name), querySelector: (part) => (part === ".result-text" ? text : null) };
  };
  const rows = ["1", "2", "3", "4", "5"].map(made);
  const edited = [[2, "<article data-author=1 data-deleted><b>"], [3, "<article data-author=1 data-edited=7 data-pinned=1><b>"], [4, "<article data-author=1><b>"]];
  markChanged(rows, { edited, deleted: [1] });
  assert.deepEqual(rows.map(({ marks }) => marks.join()), ["data-gone", "data-gone", "data-changed", "", ""]);
  assert.equal(rows[0].text.textContent, "This message was deleted.");
});
