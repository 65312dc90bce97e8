"""What it costs to tell many followers of one room about a message: CPU, bytes, and time from send to receipt."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.server import ROOM, UNTHROTTLED, Server, seed

RATE = 20.0
"""Messages a second while they come steadily; in a burst they are all sent at once."""

UNFOLLOWED, FOLLOWED = 0, 1
"""The sender's two tabs, by the rooms they stand in."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of messages took."""

    cpu: float  # seconds, without what the server takes when idle
    sent: list[int]  # monotonic ns


@dataclass(frozen=True, slots=True)
class Delivery:
    """What followers noted of a run."""

    delivered: int
    gaps: int
    payload: int
    wire: int
    delays: list[float]  # ms


class Bench:
    """A server, its followers in one process and a sender in another."""

    def __init__(self, server: Server, followers: Crowd, sender: Crowd) -> None:
        self._server, self._followers, self._sender = server, followers, sender
        self._next = 1
        self._idle = 0.0

    def rest(self, seconds: float) -> None:
        """Measure what the server takes while nobody writes: pings and acknowledgements."""
        self._idle = self._server.idle(seconds)

    def write(self, messages: int, rate: float) -> Run:
        """Send to the room that nobody follows."""
        cpu, start = self._server.cpu(), time.monotonic()
        return self._run(self._send(UNFOLLOWED, messages, rate), cpu, start)

    def tell(self, messages: int, rate: float) -> tuple[Run, Delivery]:
        """Send to the room that all follow, and wait until they have heard."""
        self._followers.ask("forget")
        first, cpu, start = self._next, self._server.cpu(), time.monotonic()
        sent = self._send(FOLLOWED, messages, rate)
        self._followers.ask("wait", messages=messages)
        run = self._run(sent, cpu, start)
        return run, _delivery(self._followers.ask("notes"), dict(enumerate(sent, first)))

    def _send(self, tab: int, messages: int, rate: float) -> list[int]:
        interval = 1 / rate if rate else 0.0
        sent: list[int] = self._sender.ask("send", first=self._next, messages=messages, interval=interval, viewer=tab)
        self._next += messages
        return sent

    def _run(self, sent: list[int], cpu: float, start: float) -> Run:
        return Run(self._server.cpu() - cpu - self._idle * (time.monotonic() - start), sent)


def measure(*, quick: bool, followers: int, plain: bool) -> list[Figure]:
    """Take three rounds of each kind, in turn."""
    messages, rounds = (40, 2) if quick else (200, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as crowd, Crowd(server.url) as sender:
            opened = crowd.ask("open", room=ROOM, viewers=followers, deflate=not plain)
            sender.ask("open", room=ROOM + 1, viewers=1, follow=False, deflate=not plain)
            sender.ask("open", room=ROOM, viewers=1, follow=False, deflate=not plain)
            bench = Bench(server, crowd, sender)
            bench.tell(20, RATE)  # warm
            figures = [figure("fanout: followers with compression", "viewers", opened["deflated"])]
            for kind, rate in (("steady", RATE), ("burst", 0.0)):
                figures += _rounds(bench, kind, rate, messages, followers, rounds)
            lost = len(crowd.ask("troubles")["lost"])
            return [*figures, figure("fanout: connections lost", "viewers", lost)]


def _rounds(bench: Bench, kind: str, rate: float, messages: int, followers: int, rounds: int) -> list[Figure]:
    writes, runs, deliveries = [], [], []
    for _ in range(rounds):
        bench.rest(6)
        writes.append(bench.write(messages, rate))
        run, delivery = bench.tell(messages, rate)
        runs.append(run)
        deliveries.append(delivery)
    due = messages * followers
    gross = [1e6 * run.cpu / due for run in runs]
    net = [1e6 * (run.cpu - write.cpu) / due for run, write in zip(runs, writes, strict=True)]
    return [
        figure(f"fanout, {kind}: not delivered", f"of {due:,}", *(due - one.delivered for one in deliveries)),
        figure(f"fanout, {kind}: revisions skipped", "gaps", *(one.gaps for one in deliveries)),
        figure(f"fanout, {kind}: CPU per delivery", "µs", *gross),
        figure(f"fanout, {kind}: … without storing the message", "µs", *net),
        figure(f"fanout, {kind}: storing a message", "µs", *(1e6 * write.cpu / messages for write in writes)),
        figure(f"fanout, {kind}: payload per delivery", "bytes", *(one.payload / due for one in deliveries)),
        figure(f"fanout, {kind}: on the wire per delivery", "bytes", *(one.wire / due for one in deliveries)),
        figure(f"fanout, {kind}: send to receipt, p50", "ms", *(percentile(one.delays, 50) for one in deliveries)),
        figure(f"fanout, {kind}: send to receipt, p99", "ms", *(percentile(one.delays, 99) for one in deliveries)),
    ]


def _delivery(notes: list[dict[str, Any]], sent: dict[int, int]) -> Delivery:
    arrivals = [(number, at) for note in notes for number, at in dict(note["arrivals"]).items() if number in sent]
    return Delivery(
        delivered=len(arrivals),
        gaps=sum(note["gaps"] for note in notes),
        payload=sum(note["payload"] for note in notes),
        wire=sum(note["wire"] for note in notes),
        delays=[(at - sent[number]) / 1e6 for number, at in arrivals],
    )
