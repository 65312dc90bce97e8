// What keys make of a text: ‹ and › stand around what is selected, ¦ where the caret is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toggleCode, toggleLink, toggleMark } from "formatting";
import { formatsAt } from "formatting_state";
import { breakLine, indentLines, isInFence, toggleCodeBlock, toggleLines } from "formatting_lines";

function read(shown) {
  if (shown.includes("¦")) return { text: shown.replace("¦", ""), start: shown.indexOf("¦"), end: shown.indexOf("¦") };
  return { text: shown.replace("‹", "").replace("›", ""), start: shown.indexOf("‹"), end: shown.indexOf("›") - 1 };
}

function show(state) {
  if (!state) return null;
  const { text, start, end } = state;
  return start === end ? `${text.slice(0, start)}¦${text.slice(start)}` : `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

const check = (change, cases) => cases.forEach(([before, after]) => assert.equal(show(change(read(before))), after, before));

// Once more takes it back.
const checkBothWays = (change, cases) => {
  check(change, cases);
  check(change, cases.map(([before, after]) => [after, before]));
};

const bold = (state) => toggleMark(state, "bold");
const italic = (state) => toggleMark(state, "italic");
const strike = (state) => toggleMark(state, "strike");
const lines = (kind) => (state) => toggleLines(state, kind);

test("what is selected is marked, and plain again", () => {
  checkBothWays(bold, [
    ["a ‹word› here", "a **‹word›** here"],
    ["w‹or›d", "w**‹or›**d"],
    ["_‹both›_", "_**‹both›**_"],
    ["¦", "**¦**"],
    ["a ¦", "a **¦**"],
  ]);
  checkBothWays(italic, [["‹a word›", "_‹a word›_"], ["w‹or›d", "w*‹or›*d"], ["**‹both›**", "**_‹both›_**"], ["x ¦ y", "x _¦_ y"]]);
  checkBothWays(strike, [["‹gone›", "~~‹gone›~~"]]);
});

test("what others have marked is plain again", () => {
  check(bold, [["‹**word**›", "‹word›"], ["__‹word›__", "‹word›"], ["***‹word›***", "*‹word›*"], ["‹_**x**_›", "‹_x_›"], ["_**‹x›**_", "_‹x›_"]]);
  check(italic, [["*‹word›*", "‹word›"], ["***‹word›***", "**‹word›**"], ["‹*word*›", "‹word›"], ["**_‹x›_**", "**‹x›**"]]);
  check(strike, [["**~~‹x›~~**", "**‹x›**"]]);
});

test("an underscore within a word is no mark, and blanks at the ends stay out", () => {
  check(italic, [["snake_‹case›_name", "snake_*‹case›*_name"]]);
  check(bold, [["a‹ word ›b", "a **‹word›** b"], ["‹word\n›", "**‹word›**\n"]]);
});

test("the caret goes out of marks that it ends", () => {
  check(bold, [["**word¦**", "**word**¦"], ["**word¦", "**word**¦**"]]);
  check(italic, [["_word¦_", "_word_¦"]]);
  check(toggleCode, [["`word¦`", "`word`¦"]]);
});

test("each of several lines has marks of its own", () => {
  checkBothWays(bold, [["‹one\ntwo›", "**‹one**\n**two›**"]]);
  check(bold, [
    ["‹- one\n- two›", "‹- **one**\n- **two›**"],
    ["‹> one\n\n> two›", "‹> **one**\n\n> **two›**"],
    ["‹**one**\ntwo›", "‹**one**\n**two›**"],
    ["**‹one\ntwo›**", "‹one\ntwo›"],
    ["‹one\n```\ncode\n```\ntwo›", "**‹one**\n```\ncode\n```\n**two›**"],
  ]);
});

test("code has as many backticks as it needs", () => {
  checkBothWays(toggleCode, [
    ["run ‹ls› now", "run `‹ls›` now"],
    ["‹a`b›", "``‹a`b›``"],
    ["‹a``b`c›", "```‹a``b`c›```"],
    ["¦", "`¦`"],
  ]);
  check(toggleCode, [["‹`ls`›", "‹ls›"], ["‹`` a`b ``›", "‹a`b›"], ["‹`a` and `b›", "`` ‹`a` and `b› ``"]]);
});

test("code of several lines is a block", () => {
  checkBothWays(toggleCode, [["‹one\ntwo›", "```\n‹one\ntwo›\n```"], ["‹a\n```\nb›", "````\n‹a\n```\nb›\n````"]]);
  checkBothWays(toggleCodeBlock, [["¦", "```\n¦\n```"], ["a li¦ne", "```\na li¦ne\n```"]]);
  check(toggleCode, [["```js\nx¦", "x¦"], ["‹```\nx\n```›", "‹x›"]]);
});

test("the caret is where a link lacks something", () => {
  check(toggleLink, [
    ["see ‹this› there", "see [this](¦) there"],
    ["‹https://example.com›", "[¦](https://example.com)"],
    ["¦", "[¦]()"],
    ["[‹this›](https://example.com)", "‹this›"],
    ["‹[this](https://example.com)›", "‹this›"],
  ]);
});

test("lines become a list or a quote, and plain again", () => {
  checkBothWays(lines("bullet"), [["a ¦b", "- a ¦b"], ["‹a\n\nb›", "‹- a\n\n- b›"], ["> a¦", "> - a¦"], ["¦", "- ¦"]]);
  checkBothWays(lines("number"), [["‹a\nb›", "‹1. a\n2. b›"]]);
  checkBothWays(lines("task"), [["‹a\nb›", "‹- [ ] a\n- [ ] b›"]]);
  checkBothWays(lines("quote"), [["‹a\n\nb›", "‹> a\n> \n> b›"], ["a¦", "> a¦"]]);
  check(lines("number"), [["‹- a\n- [x] b›", "‹1. a\n2. b›"]]);
  check(lines("bullet"), [["‹- a\nb›", "‹- a\n- b›"]]);
});

test("a list or a quote goes on, and an empty item ends it", () => {
  check(breakLine, [
    ["- a¦", "- a\n- ¦"],
    ["* a¦b", "* a\n* ¦b"],
    ["  9) a¦", "  9) a\n  10) ¦"],
    ["- [x] a¦", "- [x] a\n- [ ] ¦"],
    ["> a¦", "> a\n> ¦"],
    ["> - a¦", "> - a\n> - ¦"],
    ["- a\n- ¦", "- a\n\n¦"],
    ["- a\n- [ ] ¦", "- a\n\n¦"],
    ["> a\n> ¦", "> a\n\n¦"],
    ["> - a\n> - ¦", "> - a\n> ¦"],
    ["- ¦", "¦"],
    ["- a‹b›c", "- a\n- ¦c"],
    ["plain¦", null],
    ["¦- a", null],
    ["-¦ a", null],
    ["1.5 is¦", null],
  ]);
});

test("code keeps its indentation", () => {
  check(breakLine, [["```\n    a¦", "```\n    a\n    ¦"], ["```py¦", "```py\n¦"], ["```\n- a¦\n```", "```\n- a\n¦\n```"], ["```\nx\n```¦", null]]);
  check((state) => indentLines(state, false), [["```\na¦b", "```\na    ¦b"], ["```\n‹a\n\nb›", "```\n‹    a\n\n    b›"]]);
  check((state) => indentLines(state, true), [["```\n      a¦", "```\n  a¦"], ["```\na¦", null]]);
});

test("an item goes below the one above, and back", () => {
  const [there, back] = [(state) => indentLines(state, false), (state) => indentLines(state, true)];
  const cases = [["- a\n- ¦", "- a\n  - ¦"], ["1. a\n2. b¦", "1. a\n   2. b¦"], ["- a\n  - b\n- c¦", "- a\n  - b\n  - c¦"]];
  check(there, cases);
  check(back, cases.map(([before, after]) => [after, before]));
  check(there, [["- a¦", null], ["- a\n  - b¦", null], ["plain¦", null]]);
  check(back, [["- a¦", null], ["- a\n  - b\n    - c¦", "- a\n  - b\n  - c¦"]]);
});

test("code in a block is known", () => {
  const isIn = (shown) => isInFence(read(shown).text, read(shown).start);
  for (const shown of ["```¦", "```\n¦", "```\na\n¦\n```", "~~~\n¦", "- ```\n  ¦", "````\n```\n¦", "a\n```py\nx¦\n```\nb"]) assert.ok(isIn(shown), shown);
  for (const shown of ["¦", "¦```", "```a```¦", "```\na\n```¦", "```\na\n```\n¦", "`` ` ``¦", "> ¦"]) assert.ok(!isIn(shown), shown);
});

test("the toolbar knows what is on at the caret", () => {
  for (const [text, names] of [
    ["a ¦b", []],
    ["a **b¦c** d", ["bold"]],
    ["a **bc**¦ d", []],
    ["a **¦** d", ["bold"]],
    ["a _¦_ d", ["italic"]],
    ["__a¦__", ["bold"]],
    ["_a **b¦ ~~c~~ d** e_", ["italic", "bold"]],
    ["***a¦***", ["bold", "italic"]],
    ["snake_ca¦se_name and 2 * 3¦ * 4".replace("¦", ""), []],
    ["**one** a¦ **two**", []],
    ["`a **b¦** c`", ["code"]],
    ["`¦`", ["code"]],
    ["``a ` b¦``", ["code"]],
    ["`a` b¦ `c`", []],
    ["[to¦ it](https://example.com)", ["link"]],
    ["[it](https://a.b)¦", []],
    ["[‹it›](https://a.b)", ["link"]],
    ["a ‹**b**› c", ["bold"]],
    ["**‹b›**", ["bold"]],
    ["**a ‹b› c**", ["bold"]],
    ["‹a **b** c›", []],
    ["‹**a**\n**b**›", ["bold"]],
    ["- a¦", ["bullet"]],
    ["> 1. **a¦**", ["number", "quote", "bold"]],
    ["- [ ] a¦", ["task"]],
    ["‹- a\n\n- b›", ["bullet"]],
    ["‹- a\nb›", []],
    ["```py\n**a¦**\n```", ["block"]],
    ["```\na\n```\n¦", []],
    ["", []],
  ]) {
    assert.deepEqual([...formatsAt(read(text || "¦"))].sort(), [...names].sort(), text);
  }
});
