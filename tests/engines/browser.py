"""What a tour needs of a browser, whatever its engine: a page to go to, scripts to run in it, keys and a pointer."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, ClassVar, Self

Actions = Sequence[dict[str, Any]]
"""Input as W3C WebDriver describes it, which both protocols share: https://www.w3.org/TR/webdriver2/#actions"""

TIMEOUT = 60
"""Seconds until a browser that does not answer is given up."""


class ScriptError(Exception):
    """A script threw in the page, or the page went away meanwhile."""


class Browser:
    """One person's browser, with a profile of its own; it runs inside a `with` block."""

    executable: ClassVar[str]
    packages: ClassVar[str]
    """Debian's, which have all that it needs."""

    def __init__(self, *, is_dark: bool = False) -> None:
        self.is_dark = is_dark

    @classmethod
    def is_installed(cls) -> bool:
        return bool(shutil.which(cls.executable))

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = tempfile.TemporaryDirectory(prefix=f"{self.executable}-", ignore_cleanup_errors=True)
            self.profile = Path(stack.enter_context(folder))
            self.stack = stack
            self.start()
            self._running = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def launch(self, *command: str, stderr: int = subprocess.DEVNULL, **environment: str) -> IO[str] | None:
        """Start a process that ends with the browser; return its stderr, if that is piped."""
        folders = dict.fromkeys(("HOME", "TMPDIR", "XDG_RUNTIME_DIR"), str(self.profile))
        process = subprocess.Popen(
            command, env=os.environ | folders | environment, stdout=subprocess.DEVNULL, stderr=stderr, text=True
        )
        self.stack.callback(_end, process)
        return process.stderr

    def start(self) -> None:
        """Launch the processes, and begin a session; what has to be ended goes to the `stack`."""
        raise NotImplementedError

    def open(self, url: str) -> None:
        """Go to an address; return once the page is loaded."""
        raise NotImplementedError

    def run(self, function: str, *arguments: object) -> Any:
        """Call a function of JavaScript with arguments; wait for its promise; raise `ScriptError`."""
        raise NotImplementedError

    def perform(self, actions: Actions) -> None:
        """Press keys, move and press the pointer, turn the wheel; return once the page has got the events."""
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels."""
        raise NotImplementedError


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stderr:
        process.stderr.close()
