"""Node.js for JavaScript modules that need no browser: it runs `test_*.js`, and what Python tests ask of a module.

It is the one that Playwright's package contains, so `make test` needs no other.
"""

import json
import subprocess
from pathlib import Path
from typing import Any, Self

import playwright
import pytest

ROOT = Path(__file__).parents[2]
NODE = next(Path(playwright.__file__).parent.joinpath("driver").glob("node*"))
COMMAND = [NODE, "--import", Path(__file__).with_name("import_map.mjs")]


class ScriptFile(pytest.File):
    """A file of tests that Node.js runs, such as tests/elements/test_stream_order.js."""

    def collect(self) -> list["ScriptItem"]:
        return [ScriptItem.from_parent(self, name="node")]


class ScriptItem(pytest.Item):
    """All tests of such a file; if any fails, the report is Node.js's, which has a line for each."""

    def runtest(self) -> None:
        command = [*COMMAND, "--test-reporter=spec", self.path]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        if result.returncode:
            pytest.fail(result.stdout + result.stderr, pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.path.name


class NodeProcess:
    """A script that answers calls: each a line of JSON, as is its answer, `{"result": …}` or `{"error": "…"}`."""

    def __init__(self, script: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, script, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the script and return what it returns."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([method, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer.get("result")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
