"""Answers that go on for as long as there is something to tell: what is told is written past all middlewares.

Each of a thousand listeners would otherwise wake a task for each event, and hand it through a dozen of them.
"""

from typing import Protocol

from starlette.types import Scope

from chat.counters import counts
from chat.web.server.patches.lean_requests import MADE

LIVE = "live_answer"
"""Where the state of a request has the answer, for the protocol that writes it."""

MAX_UNREAD = 1_000_000
"""Bytes that may wait for a client that does not read; past that it is dropped, as a page is."""


class Outlet(Protocol):
    """A connection on which an answer has begun."""

    def write_piece(self, data: bytes) -> None:
        """Write a piece of the answer's body."""


class LiveAnswer(Protocol):
    """An answer whose head and first piece the server sends as any other, and that goes on by itself from there."""

    def begin(self, outlet: Outlet) -> None:
        """Go on: the first piece is written."""

    def end(self) -> None:
        """End: the client is gone, or the server is about to stop."""


def is_too_slow(waiting: int) -> bool:
    """Tell whether so many bytes are too many for a client to leave unread; whoever asks then drops it."""
    is_too_much = waiting > MAX_UNREAD
    counts.slow_readers += is_too_much
    return is_too_much


def is_live(scope: Scope) -> bool:
    """Tell whether an answer can go on by itself: it goes by a connection, and not as a head alone."""
    state = scope.get("state", {})
    return LIVE in state and MADE not in state


def take_over(scope: Scope, answer: LiveAnswer) -> None:
    """Have an answer go on by itself once its first piece is written."""
    scope["state"][LIVE] = answer
