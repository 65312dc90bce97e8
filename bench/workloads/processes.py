"""What it costs to spread people over several processes, with one PostgreSQL and one Redis beside them.

Each room has viewers in all processes, as behind a proxy, so each message is handled by all of them.
"""

import importlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, not_run, percentile
from bench.open_rooms import open_rooms
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server, cpu_seconds

COUNTS = (1, 2, 4)
ROOMS = 10
INTERVAL = 0.4
"""Seconds between two messages of a speaker; there is one in each room."""

CPU, POSTGRES, REDIS, DELIVERIES = (
    "CPU of a message, all processes",
    "… PostgreSQL's",
    "… Redis's",
    "deliveries of a message",
)
ALONE, HEARD = "nobody else in the rooms", "viewers in all rooms"


@dataclass(frozen=True, slots=True)
class Run:
    """CPU seconds of a run, without what all take when idle, and what came when."""

    chat: float
    postgres: float
    redis: float
    delivered: int
    delays: list[float]  # ms


class Team:
    """Some processes of the program on one database, and people on all of them."""

    def __init__(self, stack: ExitStack, count: int, *, quick: bool) -> None:
        self.messages, self._rest = (3, 0.7) if quick else (6, 1.5)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self._postgres = stack.enter_context(_service("postgres"))
        self._redis = stack.enter_context(_service("redis"))
        seed(folder, rooms=2 * ROOMS, database=self._postgres.url)
        self._rooms = open_rooms(self._postgres.url, ROOMS)
        program = (*UNTHROTTLED, "--database", self._postgres.url, "--redis", self._redis.url)
        self.servers = [stack.enter_context(Server(folder, program)) for _ in range(count)]
        self.crowds = [stack.enter_context(Crowd(server.url)) for server in self.servers]
        self._speakers = [stack.enter_context(Crowd(server.url)) for server in self.servers]
        self._threads = stack.enter_context(ThreadPoolExecutor(count))
        for place, room in enumerate(self._rooms):
            self._speakers[place % count].ask("open", room=room, viewers=1, follow=False, deflate=False)

    def open(self, viewers: int) -> None:
        """Have so many people look at each room, spread over the processes."""
        for crowd in self.crowds:
            for room in self._rooms:
                crowd.ask("open", room=room, viewers=viewers // len(self.crowds), deflate=False)

    def speak(self) -> Run:
        """Have all speakers say something, side by side."""
        idle, resting = self._used(), time.monotonic()
        time.sleep(self._rest)
        before, start = self._used(), time.monotonic()
        rate = [(new - old) / (start - resting) for new, old in zip(before, idle, strict=True)]
        for crowd in self.crowds:
            crowd.ask("forget")
        sent = dict(pair for pairs in self._threads.map(self._say, range(len(self._speakers))) for pair in pairs)
        time.sleep(0.7)
        seconds = time.monotonic() - start
        used = zip(self._used(), before, rate, strict=True)
        chat, postgres, redis = (new - old - each * seconds for new, old, each in used)
        heard = [pair for crowd in self.crowds for note in crowd.ask("notes") for pair in note["arrivals"]]
        return Run(chat, postgres, redis, len(heard), [(at - sent[number]) / 1e6 for number, at in heard])

    def _say(self, place: int) -> list[tuple[int, int]]:
        first = 1 + place * ROOMS * self.messages
        said: list[tuple[int, int]] = self._speakers[place].ask(
            "send_all", messages=self.messages, interval=INTERVAL, first=first
        )
        return said

    def _used(self) -> tuple[float, float, float]:
        chat = sum(server.cpu() for server in self.servers)
        return chat, sum(map(cpu_seconds, self._postgres.pids())), cpu_seconds(self._redis.pid)


def measure(*, quick: bool, viewers: int = 40) -> list[Figure]:
    """Take one, two and four processes."""
    if not (shutil.which("psql") and shutil.which("redis-server")):
        return [not_run("processes", "ms", "PostgreSQL or Redis is not installed", peer="", workload="", size=0)]
    figures: list[Figure] = []
    for count in COUNTS[:2] if quick else COUNTS:
        with ExitStack() as stack:
            team = Team(stack, count, quick=quick)
            team.speak()  # warms
            rounds = 1 if quick else 3
            alone = [team.speak() for _ in range(rounds)]
            team.open(viewers)
            if not quick:
                team.speak()
            heard = [team.speak() for _ in range(rounds)]
        messages = ROOMS * team.messages
        figures += [*_figures(ALONE, count, alone, messages, 0), *_figures(HEARD, count, heard, messages, viewers)]
    return figures


def _figures(workload: str, count: int, runs: Sequence[Run], messages: int, viewers: int) -> Iterator[Figure]:
    yield figure(
        CPU,
        "ms",
        *(1e3 * run.chat / messages for run in runs),
        workload=workload,
        size=count,
    )
    yield figure(POSTGRES, "ms", *(1e3 * run.postgres / messages for run in runs), workload=workload, size=count)
    yield figure(REDIS, "ms", *(1e3 * run.redis / messages for run in runs), workload=workload, size=count)
    if viewers:
        due = messages * viewers
        yield figure(DELIVERIES, "deliveries", viewers, workload=workload, size=count)
        yield figure(
            "not delivered", f"of {due:,}", *(due - run.delivered for run in runs), workload=workload, size=count
        )
        for percent in (50, 99):
            delays = (percentile(run.delays, percent) for run in runs)
            yield figure(f"send to receipt, p{percent}", "ms", *delays, workload=workload, size=count)


def _service(name: str) -> Any:
    return importlib.import_module(f"tests.services.{name}").running()
