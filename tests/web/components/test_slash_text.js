// What is a command, and what is a message although it begins with a slash.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandCandidates } from "command_candidates";
import { findTrigger } from "completion_trigger";
import { asMessage, readCommand } from "slash_text";

const MESSAGES = {
  "/etc/hosts is broken": "/etc/hosts is broken",
  "/": "/",
  "/ hello": "/ hello",
  "/8 is a network": "/8 is a network",
  "/* a comment */": "/* a comment */",
  "// a comment": "// a comment",
  "//TODO: this": "//TODO: this",
  "//tmp is full": "//tmp is full",
  "and/or": "and/or",
  "a\n/dnd": "a\n/dnd",
  "//dnd pauses": "/dnd pauses",
  " /me is a command": "/me is a command",
  "    /tmp": "    /tmp",
  "/shrug": "¯\\\\\\_(ツ)\\_/¯",
  "/SHRUG no idea": "no idea ¯\\\\\\_(ツ)\\_/¯",
  "/me waves": "_waves_",
  "/me  likes snake_case and **this** ": "_likes snake_case and **this**_",
  "/me likes _this": "_likes \\_this_",
  "/me ends with \\": "_ends with \\\\_",
  "/me one\n\ntwo": "_one_\n\n_two_",
};

for (const [typed, sent] of Object.entries(MESSAGES)) {
  test(`"${typed}" is a message`, () => {
    assert.equal(readCommand(typed), null);
    assert.equal(asMessage(typed), sent);
  });
}

const COMMANDS = {
  "/dnd": ["dnd", "", true],
  "/DND 30m ": ["dnd", "30m", true],
  "\n/topic one\ntwo": ["topic", "one\ntwo", true],
  "/me": ["me", "", true],
  "/tmp is full": ["tmp", "is full", false],
  "/constructor": ["constructor", "", false],
};

for (const [typed, [name, text, isKnown]] of Object.entries(COMMANDS)) {
  test(`"${typed}" is a command`, () => assert.deepEqual(readCommand(typed), { name, text, typed, isKnown }));
}

test("commands are completed at the beginning of a text alone", () => {
  assert.deepEqual(findTrigger("/t"), { start: 0, end: 2, kind: "/", text: "t", isClosed: false });
  for (const before of ["/t ", "so /t", "\n/t", "/etc/", "//"]) assert.equal(findTrigger(before), null);
});

test("those are listed that work there", () => {
  const listed = (room) => new CommandCandidates(() => room).find("/", "").map(({ name }) => name);
  const member = { moderates: false, canAdd: false, isMember: true, isDirect: false, isThread: false };
  assert.ok(listed({ ...member, moderates: true, canAdd: true }).includes("topic"));
  assert.deepEqual(["topic", "invite"].filter((name) => listed(member).includes(name)), []);
  assert.ok(!listed({ ...member, moderates: true, isDirect: true }).includes("topic"));
  assert.ok(!listed({ ...member, moderates: true, isThread: true }).includes("leave"));
});
