"""How many WebSocket frames one connection may send, counted while they are parsed.

Why: a frame of six bytes costs wsproto about ten microseconds, and a whole read of them is parsed in one go.
Read in: wsproto 1.3.2
Without it: a megabyte of tiny frames holds the event loop for seconds
Can go when: uvicorn or wsproto limits the rate of frames
"""

import time
from collections.abc import Callable, Generator
from typing import Any

import wsproto
from wsproto.connection import ConnectionState
from wsproto.events import BytesMessage, Event, Request, TextMessage

BURST = 1000.0
"""Points that a connection may spend at once."""

RATE = 100.0
"""Points that it gets back each second; socket_throttle.py lets half as many messages through in the long run."""

MESSAGE = 1.0
"""Points for a frame that completes a message, and for a piece of a large frame."""

MAX_CONTROL = 100
"""Pings, pongs, close frames and fragments at once. Browsers send next to none, libraries one ping every 20 seconds."""

CONTROL = BURST / MAX_CONTROL


class Flood(Exception):
    """A client sends more than its connection may cost."""


class FrameBudget:
    """A token bucket for the frames of one connection."""

    __slots__ = ("_clock", "_points", "_time")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._time = clock()
        self._points = BURST

    def spend(self, cost: float) -> None:
        """Pay for a frame; raises `Flood` when nothing is left."""
        now = self._clock()
        self._points = min(BURST, self._points + (now - self._time) * RATE) - cost
        self._time = now
        if self._points < 0:
            raise Flood


class CountingConnection(wsproto.WSConnection):
    """A wsproto connection that pays for each frame before the next one is parsed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.budget = FrameBudget()

    @property
    def is_between_messages(self) -> bool:
        """Whether all that came so far was whole messages, and has been parsed."""
        if self.connection is None or self.connection.state is not ConnectionState.OPEN:
            return False
        frames, messages = self.connection._proto._frame_decoder, self.connection._proto._message_decoder
        return frames.header is None and not len(frames.buffer) and messages.opcode is None

    def events(self) -> Generator[Event, None, None]:
        """Yield what was received; raises `Flood`."""
        for event in super().events():
            self.budget.spend(cost_of(event))
            yield event


def cost_of(event: Event) -> float:
    """Return the points that a frame costs."""
    match event:
        case Request():
            return 0.0
        case TextMessage() | BytesMessage() if event.message_finished or not event.frame_finished:
            return MESSAGE
        case _:
            return CONTROL
