"""What one message costs the server, by a page and by the API, while nobody and while ten people look at its room.

Beside it, in the same run, what no message can cost less than: a bare NiceGUI event, a bare FastAPI route,
and one row stored.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from bench.clients.crowd import Crowd
from bench.clients.senders import ProgramSender
from bench.figures import Figure, figure
from bench.peers import FLOOR, HERE, STREAMCHAT
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server
from bench.workloads.disk import bare_sqlite
from chat.accounts import hash_token

TABS = 4
"""Tabs that send in turn: no socket may send more than fifty messages a second for long."""

TOKEN = "token-of-the-sender"
FOLLOWERS = 10
RATES = {20: 64, 200: 320}
"""Messages a second, and how many in a round; each is a multiple of the tabs, also of a quick one."""
COST = "CPU per message"
PAUSED = "the same Python with pauses, as {} a second have: CPU, as a multiple of that without"
"""After each pause caches are cold, and the machine is woken up: that makes all dearer that is not a burst."""
STORED = "CPU of one committed INSERT, SQLite, nothing around it"


class Target:
    """A running program, tabs that send there, and a program that does so by the API."""

    def __init__(self, name: str, server: Server, stack: ExitStack) -> None:
        self.name, self.server = name, server
        self.tabs, self.followers = (stack.enter_context(Crowd(server.url)) for _ in range(2))
        self.program = ProgramSender(server.url, TOKEN)
        self.tabs.ask("open", room=ROOM, viewers=TABS, follow=False, deflate=False)

    def cost(self, way: str, messages: int, rate: int) -> float:
        """Return the µs of CPU that each of so many messages took, without what the server takes when idle."""
        idle = self.server.idle(2)
        cpu, start = self.server.cpu(), time.monotonic()
        if way == "API":
            self.program.say(range(1, messages + 1), 1 / rate)
        else:
            self.tabs.ask("send_all", messages=messages // TABS, interval=TABS / rate)
        return 1e6 * (self.server.cpu() - cpu - idle * (time.monotonic() - start)) / messages


def measure(*, quick: bool) -> Sequence[Figure]:
    """Send so many a second, by each way in turn."""
    share, rounds = (4, 1) if quick else (1, 3)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder)
        seed(path)
        _make_token(path / "streamchat.db")
        ours = Target(STREAMCHAT, stack.enter_context(Server(path, UNTHROTTLED)), stack)
        bare = Target(FLOOR, stack.enter_context(Server(path, (str(HERE / "bare.py"),))), stack)
        inserts = (bare_sqlite(path, 0.3, 1)[1] for _ in range(3))
        paused = [figure(PAUSED.format(rate), "×", *(_paused(rate) for _ in range(rounds))) for rate in RATES]
        figures = [figure(STORED, "µs", *inserts, peer=FLOOR), *paused, *_costs((bare, ours), 0, share, rounds)]
        ours.followers.ask("open", room=ROOM, viewers=FOLLOWERS, deflate=False)
        return figures + _costs((ours,), FOLLOWERS, share, rounds)


def _paused(rate: int) -> float:
    """Return how many times the CPU some Python takes that runs so many times a second."""
    text = json.dumps([{"id": number, "words": [str(word) for word in range(20)]} for number in range(60)])

    def taken(pause: float) -> float:
        start = time.thread_time()
        for _ in range(40):
            json.dumps(json.loads(text))
            time.sleep(pause)
        return time.thread_time() - start

    taken(0)  # warms
    return taken(1 / rate) / taken(0)


def _costs(targets: Sequence[Target], followers: int, share: int, rounds: int) -> list[Figure]:
    """Measure all of them in turn: whatever else the machine does then happens to all."""
    cases = [
        (target, way, rate)
        for rate in (list(RATES)[: 1 if followers else None])
        for way in ("page", "API")
        for target in targets
    ]
    for target, way, rate in cases:
        target.cost(way, TABS, rate)  # warm
    runs = [[target.cost(way, RATES[rate] // share, rate) for target, way, rate in cases] for _ in range(rounds)]
    return [
        figure(COST, "µs", *costs, peer=target.name, workload=f"by {way}, {rate} a second", size=followers)
        for (target, way, rate), costs in zip(cases, zip(*runs, strict=True), strict=True)
    ]


def _make_token(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        row = (hash_token(TOKEN), "bench")
        database.execute(
            "INSERT INTO apitoken (token_hash, user_id, name, created_at) SELECT ?, MIN(id), ?, 1 FROM user", row
        )
