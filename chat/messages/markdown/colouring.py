"""Has code coloured by a process beside the server, where much may be said at once.

Reading it is most of what a message with code costs. On a thread that work would keep Python's lock from everybody who
is served meanwhile; and a text on which a lexer's expression does not end would keep it for ever.
"""

import atexit
import json
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from chat.messages.markdown import code as program
from chat.messages.markdown.code import is_coloured, timed

TIMEOUT = 5.0
"""Seconds after which the process is ended, and code shown without colours; it takes 0.02 of work."""

log = logging.getLogger(__name__)

_here = threading.local()


class ColouringProcess:
    """The process: begun when it is first asked, and again if it has died; not again where it cannot begin.

    Nothing is coloured by the server that may have ended it: it would hold Python's lock, for ever if need be.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[str] | None = None
        self._starting: threading.Thread | None = None
        self._cannot_begin = False
        self._has_failed = False

    def ask(self, code: str, alias: str, seconds: float) -> tuple[str, float] | None:
        """Return what `timed` does; without colours if it failed, and until there is another; None if none can begin.

        The first one is waited for, a moment.
        """
        self._begin_first()
        with self._lock:
            if self._running is None:
                self._begin()
                return None if self._cannot_begin and not self._has_failed else (_plain(code), seconds)
            try:
                return _answer(self._running, code, alias, seconds)
            except (OSError, ValueError) as error:  # it took too long, or has died
                log.warning("code in %s could not be coloured: %s", alias, str(error) or "it took too long")
                self._has_failed = True
                self._end()
                self._begin()
                return _plain(code), 0.0

    def end(self) -> None:
        """End it."""
        with self._lock:
            self._end()

    def wait(self) -> None:
        """Wait until it has begun, if it is about to."""
        if self._starting:
            self._starting.join()

    def _begin_first(self) -> None:
        with self._lock:
            if self._running or self._has_failed:
                return
            self._begin()
            first = self._starting
        if first:
            first.join(TIMEOUT)

    def _begin(self) -> None:
        if not self._cannot_begin and (self._starting is None or not self._starting.is_alive()):
            self._starting = threading.Thread(target=self._start, name="colouring", daemon=True)
            self._starting.start()

    def _start(self) -> None:
        try:
            started = _started()
        except OSError as error:
            log.warning("no process that colours code could begin: %s", error)
            self._cannot_begin = True
            return
        with self._lock:
            self._running = started

    def _end(self) -> None:
        if self._running:
            _close(self._running)
            self._running = None


_process = ColouringProcess()
atexit.register(_process.end)


def colour_beside() -> None:
    """Have code that this thread draws coloured by the process."""
    _here.process = None if getattr(sys, "frozen", False) else _process  # a bundle has no Python that could run another


@contextmanager
def colouring_beside() -> Iterator[None]:
    """Have code that this thread draws within it coloured by the process."""
    before = getattr(_here, "process", None)
    colour_beside()
    try:
        yield
    finally:
        _here.process = before


def coloured(code: str, alias: str, seconds: float) -> tuple[str, float]:
    """Return code as HTML, in colours if its language is known, and how many of the seconds for that are left."""
    if seconds <= 0 or not is_coloured(code, alias):
        return _plain(code), seconds
    process: ColouringProcess | None = getattr(_here, "process", None)
    return (process and process.ask(code, alias, seconds)) or timed(code, alias, seconds)


def _plain(code: str) -> str:
    return escape(code, quote=False)


def _started() -> "subprocess.Popen[str]":
    """Start the process, and return it once it is ready; raises `OSError`."""
    command = [sys.executable, "-I", "-B", program.__file__]
    started = subprocess.Popen(  # noqa: S603 - ourselves
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    if not (started.stdout and started.stdout.readline()):
        _close(started)
        raise OSError(f"it ended with {started.returncode}")
    return started


def _answer(process: "subprocess.Popen[str]", code: str, alias: str, seconds: float) -> tuple[str, float]:
    if not (process.stdin and process.stdout):
        raise ValueError("no process that answers")
    process.stdin.write(json.dumps([code, alias, seconds]) + "\n")
    process.stdin.flush()
    if os.name == "posix" and not select.select([process.stdout], [], [], TIMEOUT)[0]:  # elsewhere, of sockets only
        raise TimeoutError
    html, left = json.loads(process.stdout.readline())
    return str(html), float(left)


def _close(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()
