"""Lets a server begin anew in its place: the same program, options and process id, after an orderly end."""

import logging
import os
import sys
from contextlib import suppress
from time import monotonic, sleep

from nicegui import app

from chat.web.server.draining import draining

log = logging.getLogger(__name__)

CHILDREN_SECONDS = 5.0
"""How long processes that this one has begun have to end, once nothing connects them with it."""


class Restart:
    """Whether this process can begin anew, and whether it is to."""

    def __init__(self) -> None:
        self.is_possible = False
        self._is_wanted = False

    def allow(self, *, has_window: bool) -> None:
        """Say that a server is being started; one with a window, in a bundle or on Windows cannot begin anew.

        A window belongs to one process for life, a bundle unpacks itself at each start, and Windows knows no exec.
        """
        self.is_possible = not (has_window or getattr(sys, "frozen", False) or sys.platform == "win32")

    def begin(self) -> None:
        """Stop the server in order, unless it is stopping already; it begins anew once it has ended."""
        if not self.is_possible or draining.in_progress:
            return
        log.warning("restarting, as somebody wished in the inspector")
        self._is_wanted = True
        draining.begin(0, stop=app.shutdown)

    def finish(self) -> None:
        """Begin anew, if that is wanted; call this last of all, when everything is stored and closed.

        Raises `OSError` if the interpreter cannot be started any more.
        """
        if self._is_wanted:
            command = [sys.executable, *sys.orig_argv[1:]]
            sys.stdout.flush()
            sys.stderr.flush()
            _leave_nothing_behind()
            os.execv(command[0], command)  # noqa: S606 - ourselves


restart = Restart()


def _leave_nothing_behind() -> None:
    """Close all files but the standard ones, and wait for processes beside this one: they end when theirs are closed.

    The next program would not know them, and have them as its own dead children for ever.
    """
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    end = monotonic() + CHILDREN_SECONDS
    with suppress(ChildProcessError):  # there is none any more
        while monotonic() < end:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                sleep(0.01)
