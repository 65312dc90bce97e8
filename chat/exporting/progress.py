"""Says on the terminal how far an export is: a bar, or a line now and then where nobody looks at one."""

import time
from typing import TextIO

from chat.exporting.items import Counts

WIDTH = 30
OFTEN, RARELY = 0.1, 10.0
"""Seconds between two looks on a terminal, and between two lines elsewhere, such as in a log."""


class Progress:
    """Is called with how far it is, and writes that from time to time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._is_terminal = stream, stream.isatty()
        self._started = self._said = time.monotonic()

    def __call__(self, counts: Counts) -> None:
        """Note how far it is."""
        now = time.monotonic()
        if now - self._said >= (OFTEN if self._is_terminal else RARELY):
            self._said = now
            self._say(counts)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._is_terminal:
            print("\r\x1b[K", end="", file=self._stream, flush=True)

    def _say(self, counts: Counts) -> None:
        share = min(1.0, counts.messages / max(1, counts.expected))
        text = f"{counts.messages:,} of {max(counts.expected, counts.messages):,} messages"
        if self._is_terminal:
            bar = "█" * int(WIDTH * share)
            print(f"\r{bar:░<{WIDTH}} {text}", end="", file=self._stream, flush=True)
        else:
            seconds = time.monotonic() - self._started
            print(f"export: {text} ({share:.0%}) after {seconds:.0f} s", file=self._stream, flush=True)
