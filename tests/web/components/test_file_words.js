// What is said of files before they are sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stateText } from "attached_files";
import { cleanName, refusalOf, refusalText, sizeText } from "file_words";

for (const [name, clean] of [
  ["holiday.jpg", "holiday.jpg"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\me\\plan.docx", "plan.docx"],
  ["photo\u202Egpj.exe", "photogpj.exe"],
  ["a\u0000b\nc\u200F.txt", "abc.txt"],
  ["\uD800.txt", "\uFFFD.txt"],
  ["  ", "file"],
  ["/", "file"],
  ["\u202E", "file"],
  [`${"x".repeat(500)}.tar.gz`, `${"x".repeat(117)}.gz`],
  ["<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"],
  ["😀".repeat(130), "😀".repeat(120)],
]) {
  test(`the name ${JSON.stringify(name.slice(0, 40))} is shown as what it is`, () => {
    assert.equal(cleanName(name), clean);
  });
}

for (const [bytes, text] of [[0, "0 bytes"], [1, "1 byte"], [999, "999 bytes"], [1024, "1 KB"], [2_500_000, "2.4 MB"], [52_428_800, "50 MB"], [1024 ** 3, "1 GB"]]) {
  test(`${bytes} bytes are ${text}`, () => assert.equal(sizeText(bytes), text));
}

const ALLOWED = { max_file: 1000, left_today: 1500 };

test("what is too large, or more than is left today together with what goes before it, is refused", () => {
  assert.equal(refusalOf({ size: 1000 }, ALLOWED), "");
  assert.match(refusalOf({ size: 1001 }, ALLOWED), /too large: 1,?001 bytes|too large: 1 KB/);
  assert.equal(refusalOf({ size: 900 }, ALLOWED, 600), "");
  assert.match(refusalOf({ size: 901 }, ALLOWED, 600), /today: 900 bytes are left/);
  assert.match(refusalOf({ size: 900 }, ALLOWED, 5000), /0 bytes are left/);
});

test("what the server has not told refuses nothing", () => {
  assert.equal(refusalOf({ size: 1e12 }, null), "");
  assert.equal(refusalOf({ size: 0 }, ALLOWED), "");
});

test("what was left out is told by reason, and not with all names", () => {
  const many = ["a", "b", "c", "d"].map((name) => ({ name, why: "too large" }));
  assert.equal(refusalText([...many, { name: "e", why: "a folder" }]), "“a”, “b” and 2 more: too large. “e”: a folder.");
  assert.equal(refusalText([]), "");
});

test("it says how far a file is, and why it is not on its way", () => {
  const file = { size: 2048, progress: null, error: null, isUp: false, kept: true, tab: "one" };
  assert.equal(stateText(file, "one"), "2 KB, waiting");
  assert.equal(stateText({ ...file, kept: false }, "other"), "2 KB, in another tab");
  assert.equal(stateText({ ...file, kept: false }, "one"), "2 KB, in this tab only");
  assert.equal(stateText({ ...file, kept: null }, "one"), "2 KB, waiting");
  assert.equal(stateText({ ...file, progress: 0.459 }, "one"), "45 % of 2 KB");
  assert.equal(stateText({ ...file, isUp: true }, "one"), "2 KB");
  assert.equal(stateText({ ...file, error: "No." }, "one"), "No.");
});
