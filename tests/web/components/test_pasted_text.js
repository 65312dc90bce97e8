// How what is pasted goes into a text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asBlock, inPlace, makeFence, makeLink } from "pasted_text";

const place = (before, after = "") => ({ value: before + after, selectionStart: before.length, selectionEnd: before.length });

test("an address on words is their link, with the spaces around it left alone", () => {
  assert.equal(makeLink("the plan ", " https://x.org/a\n"), "[the plan](https://x.org/a) ");
  assert.equal(makeLink("a [b]", "https://x.org/$&"), "[a \\[b\\]](https://x.org/$&)");
});

test("nothing else becomes a link", () => {
  for (const [selected, text] of [
    ["", "https://x.org"],
    ["words", "see https://x.org"],
    ["words", "javascript:alert(1)"],
    ["https://y.org", "https://x.org"],
    ["two\nlines", "https://x.org"],
    ["[a](b)", "https://x.org"],
  ]) {
    assert.equal(makeLink(selected, text), null);
  }
});

test("a fence is longer than any in the code", () => {
  assert.equal(makeFence("\n  a\n````\n\n", "py"), "`````py\n  a\n````\n`````");
});

test("blocks stand in lines of their own, a table apart from the text above it", () => {
  assert.equal(asBlock("- a", place("so ", "then")), "\n- a\n");
  assert.equal(asBlock("- a", place("so\n", "\nthen")), "- a");
  assert.equal(asBlock("| a |", place("so\n")), "\n| a |");
  assert.equal(asBlock("| a |", place("so")), "\n\n| a |");
  assert.equal(asBlock("| a |", place("")), "| a |");
});

test("what is part of a line stays in it", () => {
  assert.equal(inPlace("**a**", place("so ", " then")), "**a**");
  assert.equal(inPlace("> a", place("so ")), "\n> a");
});
