"""Many rooms that are all spoken in at once: what a delivery costs there, and how long it takes."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.open_rooms import open_rooms
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server

PACE = 1.0
"""Messages a second in each room while they come steadily; in a burst all are sent at once."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of messages through all rooms took."""

    cpu: float  # seconds, without what the server takes when idle
    share: float  # of one core, from the first message until the last is received
    delivered: int
    gaps: int
    delays: list[float]  # ms


def measure(*, quick: bool, rooms: int = 50, followers: int = 20) -> list[Figure]:
    """Speak steadily in all rooms, and then in a burst, several times each."""
    if quick:
        rooms, followers = rooms // 5, followers // 2
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), rooms=2 * rooms)
        speaking = open_rooms(f"sqlite:///{folder}/streamchat.db", rooms)
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as crowd, Crowd(server.url) as speakers:
            for room in speaking:
                crowd.ask("open", room=room, viewers=followers, deflate=False)
                speakers.ask("open", room=room, viewers=1, follow=False, deflate=False)
            figures = [figure("rooms: followers, each in one of all rooms", "viewers", rooms * followers)]
            _run(server, crowd, speakers, 2, PACE)  # warm
            for kind, messages, interval in (("steady", 10 if quick else 30, 1 / PACE), ("burst", 4, 0.0)):
                runs = [_run(server, crowd, speakers, messages, interval) for _ in range(2 if quick else 3)]
                figures += _figures(kind, runs, rooms * messages, followers)
            lost = len(crowd.ask("troubles")["lost"] + speakers.ask("troubles")["lost"])
            return [*figures, figure("rooms: connections lost", "viewers", lost)]


def _run(server: Server, crowd: Crowd, speakers: Crowd, messages: int, interval: float) -> Run:
    idle = server.idle(3)
    crowd.ask("forget")
    cpu, start = server.cpu(), time.monotonic()
    sent = dict(speakers.ask("send_all", messages=messages, interval=interval))
    crowd.ask("wait", messages=messages)
    seconds = time.monotonic() - start
    cpu = server.cpu() - cpu - idle * seconds
    notes: list[dict[str, Any]] = crowd.ask("notes")
    arrivals = [(number, at) for note in notes for number, at in dict(note["arrivals"]).items() if number in sent]
    delays = [(at - sent[number]) / 1e6 for number, at in arrivals]
    return Run(cpu, cpu / seconds, len(arrivals), sum(note["gaps"] for note in notes), delays)


def _figures(kind: str, runs: Sequence[Run], messages: int, followers: int) -> list[Figure]:
    due = messages * followers
    return [
        figure(f"rooms, {kind}: not delivered", f"of {due:,}", *(due - run.delivered for run in runs)),
        figure(f"rooms, {kind}: revisions skipped", "gaps", *(run.gaps for run in runs)),
        figure(f"rooms, {kind}: CPU per delivery", "µs", *(1e6 * run.cpu / due for run in runs)),
        figure(f"rooms, {kind}: CPU per message", "ms", *(1e3 * run.cpu / messages for run in runs)),
        figure(f"rooms, {kind}: of one core", "%", *(100 * run.share for run in runs)),
        figure(f"rooms, {kind}: send to receipt, p50", "ms", *(percentile(run.delays, 50) for run in runs)),
        figure(f"rooms, {kind}: send to receipt, p99", "ms", *(percentile(run.delays, 99) for run in runs)),
    ]
