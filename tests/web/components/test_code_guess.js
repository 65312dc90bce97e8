// Code and what programs print is recognized; what people write to each other is not taken for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeCode } from "code_guess";

const CODE = {
  Python: "def f(x):\n    if x:\n        return 1\n    return 2",
  JavaScript: "const a = 1;\nif (a) {\n  run(a);\n}",
  SQL: "SELECT id, name\nFROM people\nWHERE id = 1",
  shell: "$ git pull\n$ make test",
  JSON: '{\n  "a": 1,\n  "b": [2, 3]\n}',
  HTML: "<ul>\n  <li>a</li>\n</ul>",
  YAML: "services:\n  app:\n    image: x\n    command: run => y",
  Rust: "fn main() {\n    println!(\"hi\");\n}",
  "a diff": "@@ -1,2 +1,2 @@\n-a = 1\n+a = 2\n b = 3",
  "a traceback": 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    f()\nValueError: no',
  "a log": "2026-01-02 10:11:12 started\n2026-01-02 10:11:13 ready",
};

const PROSE = {
  "one line": "x = f(1);",
  sentences: "Hello all,\nI was in the office (finally) and saw the plan.\nSee you tomorrow!",
  "a list": "Shopping:\n- milk\n- bread\n  - the dark one\n- eggs",
  numbers: "1. First, we meet\n2. Then we eat; all of us\n3. Home",
  poem: "Roses are red,\n  violets are blue,\n    for weeks it has rained,\n  and so it will too.",
  addresses: "https://x.org/a?b=c\nhttps://x.org/d",
  quotes: "> one said this\n> and that\nand I say no",
  times: "Mon: 10:00 standup\nTue: 11:00 review\nWed: off",
  mail: "Hi Ann,\n\nfrom Monday on we import goods; please tell Bob.\n\nBest\nCarl",
  fenced: "```\nconst a = 1;\nconst b = 2;\n```",
};

for (const [name, text] of Object.entries(CODE)) test(`code: ${name}`, () => assert.equal(looksLikeCode(text), true));

for (const [name, text] of Object.entries(PROSE)) test(`none: ${name}`, () => assert.equal(looksLikeCode(text), false));

test("a hundred thousand characters are looked at soon", () => {
  const from = performance.now();
  for (const text of ["(".repeat(1e5), "a.".repeat(5e4), " ".repeat(1e5), "<a ".repeat(33_000), "x=".repeat(5e4), '"a '.repeat(33_000)]) looksLikeCode(`${text}\n${text}`);
  assert.ok(performance.now() - from < 2000);
});
