"""How long the server waits for the client of an HTTP connection.

The times follow Apache's mod_reqtimeout: so many seconds to begin with, and more for each byte that has arrived.
"""

import math

BODY_SECONDS = 20.0
"""Time for a request's body, and one second more for every `BODY_RATE` bytes of it."""

BODY_RATE = 5000.0

LINGER_SECONDS = 5.0
"""Time for the rest of a body that nobody reads, so that the client gets to read the answer (RFC 9112, section 9.6)."""

ANSWER_SECONDS = 20.0
"""Time in which a client must take `ANSWER_BYTES` of what waits for it, or all of it."""

ANSWER_BYTES = 5000


LEAVE_SECONDS = 3.0
"""When the server stops: time for clients to send what is missing of a request and to read their response."""

WORK_SECONDS = 10
"""When the server stops: time for the work on complete requests; then it is cancelled."""


class Deadline:
    """The time until which the client must have sent what the server waits for; infinite while it waits for nothing."""

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at = math.inf

    def expect(self, at: float) -> None:
        """Begin to wait, unless that has begun before."""
        if not self.is_set:
            self.at = at

    def extend(self, seconds: float) -> None:
        """Wait longer: something has arrived, or the server itself was not reading."""
        self.at += seconds

    def shorten(self, at: float) -> None:
        """Wait no longer than this."""
        self.at = min(self.at, at)

    def clear(self) -> None:
        """Stop waiting."""
        self.at = math.inf

    @property
    def is_set(self) -> bool:
        """Whether the server waits for the client."""
        return self.at != math.inf


class StallDetector:
    """Whether a client takes what is sent to it, judged by how much waits in the write buffer."""

    __slots__ = ("_most", "_since", "has_resumed")

    def __init__(self, now: float) -> None:
        self._since = now
        self._most = 0
        self.has_resumed = False
        """Set when the transport's buffer fell below its low water mark."""

    def is_stalled(self, now: float, waiting: int) -> bool:
        """Look at the bytes that wait; call this every second or so."""
        self._most = max(self._most, waiting)
        if not waiting or self.has_resumed or self._most - waiting >= ANSWER_BYTES:
            self._since, self._most, self.has_resumed = now, waiting, False
        return now - self._since > ANSWER_SECONDS
