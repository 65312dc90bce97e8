"""What grows with a place, and what does not: people, rooms and messages, one of them made larger at a time."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.clients.senders import TabSender
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server
from bench.workloads.opening import open_in_turn

BASE = {"rooms": 8, "users": 20, "messages": 2_000}
"""In addition to the demo's, while something else is made larger."""

SIZES = {"users": (10, 100, 1_000, 10_000), "rooms": (10, 100, 1_000), "messages": (1_000, 10_000, 100_000)}
NAMES = {"users": "people", "rooms": "rooms", "messages": "messages"}
OPENING, SENDING = "CPU of opening a room", "CPU of a message that nobody hears"

MESSAGES, INTERVAL, WARM = 30, 0.05, 15


def measure(*, quick: bool, large: int) -> list[Figure]:
    """Make each of them larger, step by step."""
    figures: list[Figure] = []
    for what, sizes in SIZES.items() if not quick else [(what, SIZES[what]) for what in ("users", "messages")]:
        steps = sizes[:2] if quick else (*sizes, large) if what == "messages" else sizes
        figures += _grow(what, steps, rounds=1 if quick else 2)
    return figures


def _grow(what: str, sizes: tuple[int, ...], rounds: int) -> Iterator[Figure]:
    """Start a server of each size, and use all of them in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {size: stack.enter_context(_server(folder / str(size), what, size)) for size in sizes}
        senders = {size: TabSender(server.url) for size, server in servers.items()}
        for sender in senders.values():
            stack.callback(sender.close)
        opened = open_in_turn(servers, 4 * rounds)
        for sender in senders.values():
            sender.say(range(1, WARM + 1), INTERVAL)
        costs = [{size: _say(server, senders[size]) for size, server in servers.items()} for _ in range(rounds)]
    for size, runs in opened.items():
        more = f"more {NAMES[what]}"
        yield figure(OPENING, "ms", *(1e3 * run.cpu for run in runs), workload=more, size=size)
        yield figure(SENDING, "ms", *(1e3 * cost[size] for cost in costs), workload=more, size=size)


def _server(data_dir: Path, what: str, size: int) -> Server:
    data_dir.mkdir()
    sizes = BASE | {what: size}
    seed(data_dir, rooms=sizes["rooms"], users=sizes["users"], messages=sizes["messages"])
    return Server(data_dir, UNTHROTTLED)


def _say(server: Server, sender: TabSender) -> float:
    """Return the CPU seconds of one message."""
    idle, cpu, start = server.idle(2), server.cpu(), time.monotonic()
    sender.say(range(1, MESSAGES + 1), INTERVAL)
    return (server.cpu() - cpu - idle * (time.monotonic() - start)) / MESSAGES
