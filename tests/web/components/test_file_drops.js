// What is dropped or pasted: files, folders, and texts that bring a picture of themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pastedFiles, sorted } from "file_drops";

const file = (name) => ({ kind: "file", getAsFile: () => name, webkitGetAsEntry: () => ({ isDirectory: false, name }) });
const folder = (name) => ({ kind: "file", getAsFile: () => name, webkitGetAsEntry: () => ({ isDirectory: true, name }) });
const string = { kind: "string" };

test("folders are told from files", () => {
  assert.deepEqual(sorted({ items: [file("a"), folder("photos"), string, file("b")] }), [["a", "b"], ["photos"]]);
  assert.deepEqual(sorted({ items: [folder("photos")], files: ["photos"] }), [[], ["photos"]]);
});

test("a browser that names no items has files", () => {
  assert.deepEqual(sorted({ files: ["a"] }), [["a"], []]);
  assert.deepEqual(sorted({ items: [{ kind: "file", getAsFile: () => "a" }], files: ["a"] }), [["a"], []]);
});

const pasted = (types, text = "") => pastedFiles({ types, items: [file("image.png")], getData: () => text });

test("a picture is pasted as a file, a text that has one of itself as a text", () => {
  assert.deepEqual(pasted(["Files"]), ["image.png"], "a screenshot");
  assert.deepEqual(pasted(["text/html", "Files"]), ["image.png"], "a picture of a web page");
  assert.deepEqual(pasted(["text/plain", "Files"], "image.png"), ["image.png"], "a file from the desktop");
  assert.deepEqual(pasted(["text/plain", "text/html", "Files"], "A1\tB1"), [], "cells of a table");
  assert.deepEqual(pasted(["text/plain"], "hello"), []);
  assert.deepEqual(pastedFiles(null), []);
});
