// Commands that are typed in the composer: one at a time, and what is said meanwhile.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

mock.timers.enable({ apis: ["setTimeout", "setInterval"] }); // which would ask where the answer is

globalThis.window = { matchMedia: () => ({ matches: false }), socket: { connected: true, once() {}, off() {} } };
globalThis.document = { addEventListener() {} };
const { default: bar } = await import("command_bar");

function make() {
  const emitted = [];
  const component = { ...bar.data(), ...bar.methods, $emit: (...event) => emitted.push(event) };
  bar.created.call(component);
  return { component, emitted };
}

const command = (name, text = "") => ({ name, text, typed: `/${name} ${text}`, isKnown: true });

test("whoever presses Enter again while a command is being done is told so, and it is done once", () => {
  const { component, emitted } = make();
  component.run(command("poll", "a | b | c"));
  component.run(command("poll", "a | b | c"));
  assert.deepEqual(emitted, [["run", { name: "poll", text: "a | b | c" }]]);
  assert.equal(component.words, "/poll is being done. Please wait a moment.");
  component.answered("", true);
  assert.deepEqual(emitted.slice(1), [["done", "/poll a | b | c"]]);
  assert.equal(component.words, "");
});

test("what becomes of a form is said in it, and the command is done once it has worked", () => {
  const { component, emitted } = make();
  const told = [];
  const form = { say: (why) => told.push(why), done: () => told.push("done") };
  component.submit(command("poll"), { title: "" }, form);
  component.answered("“Question” is missing.", false);
  component.submit(command("poll"), { title: "a" }, form);
  component.answered("", true);
  assert.deepEqual(told, ["“Question” is missing.", "done"]);
  assert.deepEqual(emitted.map(([name]) => name), ["run", "run", "done"]);
  assert.equal(component.words, "");
});
