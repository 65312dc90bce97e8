"""What it costs to page back very far: whether the last page comes as fast as the first."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.clients.viewer import Viewer
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, Server

TALKS = 3
"""The demo's rooms and its direct conversation: messages are added to all of them."""

FAR, NEAR = 10_000, 2_000
"""Messages to page back, and in a quick run."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One page turned: ms from asking until all of it is there, and the server's CPU for it in ms."""

    took: float
    cpu: float


def measure(*, quick: bool) -> list[Figure]:
    """Page back all the way, several times, each time as a new viewer."""
    far, rounds = (NEAR, 1) if quick else (FAR, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), messages=TALKS * (far + far // 10))
        with Server(Path(folder)) as server:
            trips = [asyncio.run(_page_back(server, person, far)) for person in range(rounds + 1)]
    return list(_figures(trips[1:], far))  # the first one warms up


async def _page_back(server: Server, person: int, far: int) -> list[Turn]:
    viewer = Viewer(server.url, person)
    await viewer.open(ROOM, deflate=False)
    turns, rows = [], 0
    while rows < far:
        cpu, start = server.cpu(), time.perf_counter()
        came, more = await viewer.older()
        turns.append(Turn(1e3 * (time.perf_counter() - start), 1e3 * (server.cpu() - cpu)))
        rows += came
        if not more:
            raise RuntimeError(f"there were only {rows} older messages")
    await viewer.socket.close()
    return turns


def _figures(trips: Sequence[Sequence[Turn]], far: int) -> Iterator[Figure]:
    tenth = len(trips[0]) // 10
    name = f"paging back {far:,} messages"
    yield figure(f"{name}: pages", "pages", len(trips[0]))
    for place, part in (("first", slice(0, tenth)), ("last", slice(-tenth, None))):
        yield figure(
            f"{name}: a page, {place} tenth", "ms", *(median(one.took for one in trip[part]) for trip in trips)
        )
    for place, part in (("first", slice(0, tenth)), ("last", slice(-tenth, None))):
        costs = (median(one.cpu for one in trip[part]) for trip in trips)
        yield figure(f"{name}: server CPU a page, {place} tenth", "ms", *costs)
    yield figure(f"{name}: the slowest page", "ms", *(max(one.took for one in trip) for trip in trips))
    yield figure(f"{name}: all", "s", *(sum(one.took for one in trip) / 1e3 for trip in trips))
