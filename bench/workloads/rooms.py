"""Many rooms of ten people each that are all spoken in at once: what a delivery costs there, and how long it takes.

Beside it, in the same run: what a message costs before anybody hears of it, and the floor, which delivers as many bytes
to as many groups and does nothing else.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clients.crowd import Crowd
from bench.clients.senders import PostSender
from bench.figures import Figure, figure, percentile
from bench.open_rooms import open_rooms, put_people_in
from bench.peers import FLOOR, PEERS
from bench.peers.floor import ROW
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server

PACE = 1.0
"""Messages a second in each room while they come steadily; in a burst all are sent at once."""

FOLLOWERS = 10
AROUND = len(ROW % b"")
"""Bytes that the floor puts around a text."""

COST, ALONE = "rooms, {}: CPU per delivery", "rooms, {}: CPU of a message before anybody hears of it"
FLOOR_COST = "rooms, {}: the floor, a bare server that delivers as many bytes: CPU per delivery"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of messages through all rooms took."""

    cpu: float  # seconds, without what the server takes when idle
    share: float  # of one core, from the first message until the last is received
    delivered: int = 0
    gaps: int = 0
    wire: int = 0  # bytes, whatever is sent
    texts: int = 0  # bytes of what tells of messages
    delays: Sequence[float] = ()  # ms


class Rooms:
    """Our program, somebody who speaks in each room, and those who follow them."""

    def __init__(self, stack: ExitStack, folder: Path, rooms: int, rest: float) -> None:
        seed(folder, rooms=2 * rooms, users=rooms * (FOLLOWERS + 1))
        url = f"sqlite:///{folder}/streamchat.db"
        self.rooms, self.rest, self.followers = open_rooms(url, rooms), rest, 0
        self._tokens = put_people_in(url, self.rooms, FOLLOWERS + 1)
        self._server = stack.enter_context(Server(folder, UNTHROTTLED))
        self.crowd, self._speakers = (stack.enter_context(Crowd(self._server.url)) for _ in range(2))
        for room in self.rooms:
            self._speakers.ask("open", room=room, viewers=1, follow=False, deflate=False, tokens=self._tokens[room][:1])

    def open(self) -> None:
        """Have people follow the rooms."""
        for room in self.rooms:
            self.crowd.ask("open", room=room, viewers=FOLLOWERS, deflate=False, tokens=self._tokens[room][1:])
        self.followers = FOLLOWERS

    def speak(self, messages: int, interval: float) -> Run:
        """Have all speak."""
        self.crowd.ask("forget")
        sent: dict[int, int] = {}

        def say() -> None:
            sent.update(self._speakers.ask("send_all", messages=messages, interval=interval))
            self.crowd.ask("wait", messages=messages)

        cpu, share = _taken(self._server, self.rest, say)
        notes: list[dict[str, Any]] = self.crowd.ask("notes")
        arrivals = [(number, at) for note in notes for number, at in dict(note["arrivals"]).items() if number in sent]
        delays = [(at - sent[number]) / 1e6 for number, at in arrivals]
        gaps, wire, texts = (sum(note[what] for note in notes) for what in ("gaps", "wire", "payload"))
        return Run(cpu, share, len(arrivals), gaps, wire, texts, delays)

    def lost(self) -> int:
        """Count the connections that were lost."""
        return len(self.crowd.ask("troubles")["lost"] + self._speakers.ask("troubles")["lost"])


class Floor:
    """The bare server, with as many followers in as many groups."""

    def __init__(self, stack: ExitStack, folder: Path, rooms: Sequence[int], rest: float, size: int) -> None:
        self._rooms, self._rest, self._next = rooms, rest, 1
        program = next(peer.program for peer in PEERS if peer.name == FLOOR)
        self._server = stack.enter_context(Server(folder, program))
        module = "bench.clients.watcher_process"
        self._crowd = stack.enter_context(Crowd(self._server.url, "plain", module=module))
        self._sender = PostSender(self._server.url, rooms, size - AROUND)
        for room in rooms:
            self._crowd.ask("open", viewers=FOLLOWERS, room=room)

    def speak(self, messages: int, interval: float) -> Run:
        """Have somebody say as much, at the same pace."""
        numbers = range(self._next, self._next + messages * len(self._rooms))
        self._next += len(numbers)
        self._crowd.ask("forget")
        cpu, share = _taken(self._server, self._rest, lambda: self._sender.say(numbers, interval / len(self._rooms)))
        return Run(cpu, share)


def measure(*, quick: bool, rooms: int = 50) -> list[Figure]:
    """Speak steadily in all rooms, and then in a burst, several times each."""
    rooms, rest, rounds, plan = (10, 0.7, 1, (2, 4)) if quick else (rooms, 2.0, 3, (6, 4))
    paces = {"steady": (plan[0], 1 / PACE), "burst": (plan[1], 0.0)}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = Rooms(stack, Path(folder), rooms, rest)
        ours.speak(2, 0.2)  # warms
        alone = {kind: [ours.speak(*how) for _ in range(rounds)] for kind, how in paces.items()}
        ours.open()
        warm = ours.speak(2, 0.2)
        floor = Floor(stack, Path(folder), ours.rooms, rest, round(warm.texts / max(1, warm.delivered)))
        floor.speak(2, 0.2)
        figures = [figure("rooms: followers, each in one of all rooms", "viewers", rooms * FOLLOWERS)]
        for kind, how in paces.items():
            pairs = [(ours.speak(*how), floor.speak(*how)) for _ in range(rounds)]
            taken, bare = zip(*pairs, strict=True)
            figures += _figures(kind, taken, bare, alone[kind], rooms * how[0])
        return [*figures, figure("rooms: connections lost", "viewers", ours.lost())]


def _taken(server: Server, rest: float, act: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds of an act, without what the server takes when idle, and its share of one core."""
    idle = server.idle(rest)
    cpu, start = server.cpu(), time.monotonic()
    act()
    seconds = time.monotonic() - start
    cpu = server.cpu() - cpu - idle * seconds
    return cpu, cpu / seconds


def _figures(kind: str, runs: Sequence[Run], bare: Sequence[Run], alone: Sequence[Run], messages: int) -> list[Figure]:
    due = messages * FOLLOWERS
    return [
        figure(f"rooms, {kind}: not delivered", f"of {due:,}", *(due - run.delivered for run in runs)),
        figure(f"rooms, {kind}: revisions skipped", "gaps", *(run.gaps for run in runs)),
        figure(COST.format(kind), "µs", *(1e6 * run.cpu / due for run in runs)),
        figure(FLOOR_COST.format(kind), "µs", *(1e6 * run.cpu / due for run in bare)),
        figure(ALONE.format(kind), "µs", *(1e6 * run.cpu / messages for run in alone)),
        figure(f"rooms, {kind}: on the wire per delivery", "bytes", *(run.wire / due for run in runs)),
        figure(f"rooms, {kind}: of one core", "%", *(100 * run.share for run in runs)),
        figure(f"rooms, {kind}: send to receipt, p50", "ms", *(percentile(run.delays, 50) for run in runs)),
        figure(f"rooms, {kind}: send to receipt, p99", "ms", *(percentile(run.delays, 99) for run in runs)),
    ]
