"""How long messages take from one person to another, in turn while nothing else happens and while something does.

Whatever else the machine does then happens to both.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from statistics import median

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.server import ROOM


class Pair:
    """One who writes in a room and one who reads there, each in a process of their own."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.reader, self.writer = (stack.enter_context(Crowd(url)) for _ in range(2))
        self.reader.ask("open", room=ROOM, viewers=1, deflate=False)
        self.writer.ask("open", room=ROOM, viewers=1, follow=False, deflate=False)

    def delays(self, messages: int, rate: float) -> list[float]:
        """Send so many, so many a second, and return how many ms each took; one that got lost took 30 s."""
        self.reader.ask("forget")
        sent = self.writer.ask("send", first=1, messages=messages, interval=1 / rate)
        self.reader.ask("wait", messages=messages)
        arrivals = dict(self.reader.ask("notes")[0]["arrivals"])
        return [(arrivals[number] - at) / 1e6 if number in arrivals else 30e3 for number, at in enumerate(sent, 1)]


Delays = list[float]


def in_turn(
    rounds: int, quiet: Callable[[], Delays], loaded: Callable[[], Delays]
) -> tuple[list[Delays], list[Delays]]:
    """Take both so often, in turn, the one first that was second before."""
    both: tuple[list[Delays], list[Delays]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            both[which].append((quiet, loaded)[which]())
    return both


def times_of(name: str, percent: int) -> str:
    """Return what the figure is called that compares both."""
    return f"{name}: that p{percent}, as a multiple of the quiet one"


def compared(name: str, load: str, quiet: Sequence[Delays], loaded: Sequence[Delays]) -> Iterator[Figure]:
    """Return the figures of both, and how many times the quiet one the other is."""
    for percent in (50, 99):
        calm, busy = ([percentile(delays, percent) for delays in runs] for runs in (quiet, loaded))
        yield figure(f"{name}: send to receipt, quiet, p{percent}", "ms", *calm)
        yield figure(f"{name}: send to receipt, while {load}, p{percent}", "ms", *busy)
        yield figure(times_of(name, percent), "×", median(busy) / median(calm))
