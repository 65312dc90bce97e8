"""What formatted text costs: drawing it, opening a room full of it, and what others notice while much is drawn."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles

from bench.figures import Figure, figure
from bench.server import ROOM, Server, seed
from bench.workloads.opening import Opened, open_in_turn
from chat.messages.markdown import VERSION, draw
from chat.storage.database import database
from models import Message

CODE = """Found **it**, @ada: the index is missing
```python
def slowest(orders: list[Order], most: int = 10) -> list[Order]:
    # newest first, and then those that took longest
    return sorted(orders, key=lambda order: (order.created, -order.took))[:most]
```
See https://example.com/runbooks/orders and `EXPLAIN` :tada:"""

RICH = "**Found** it: `orders` has no *index*, see [the runbook](https://example.com/runbooks/{0})"
PLAIN = "Found it: orders has no index, see the runbook, number {0}"
PAGE = 50
TICK = 0.002
"""Seconds between two looks of whoever is served meanwhile."""


def measure(*, quick: bool) -> list[Figure]:
    """Draw on a thread, then open the same room full of plain and of formatted messages in turn."""
    return [*_drawing(200 if quick else 1_000), *_opening(10 if quick else 40)]


def _drawing(count: int) -> Iterator[Figure]:
    draw(CODE)  # loads the lexer
    quiet = _lateness(lambda: time.sleep(1))
    seconds: list[float] = []
    busy = _lateness(lambda: seconds.append(_draw_on_a_thread(count)))
    yield figure("markdown: messages with code, drawn on a thread", "a second", count / seconds[0])
    yield figure("markdown: others are served late, quiet, p99", "ms", quiet)
    yield figure("markdown: others are served late, while it draws, p99", "ms", busy)


def _draw_on_a_thread(count: int) -> float:
    started = time.perf_counter()
    thread = threading.Thread(target=lambda: [draw(f"{CODE}{number}") for number in range(count)])
    thread.start()
    thread.join()
    return time.perf_counter() - started


def _lateness(work: Callable[[], object]) -> float:
    """Return by how many ms a thread that wants to do something often is late, at the 99th percentile."""
    late: list[float] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            due = time.perf_counter() + TICK
            time.sleep(TICK)
            late.append(1e3 * (time.perf_counter() - due))

    watcher = threading.Thread(target=look)
    watcher.start()
    work()
    is_over.set()
    watcher.join()
    return quantiles(late, n=100)[98]


def _opening(times: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        folders = {kind: Path(folder) / str(kind) for kind in (0, 1)}
        for kind, data_dir in folders.items():
            data_dir.mkdir()
            seed(data_dir)
            _fill(data_dir, RICH if kind else PLAIN)
        with Server(folders[0]) as plain, Server(folders[1]) as rich:
            opened = open_in_turn({0: plain, 1: rich}, times)
    for kind, name in ((0, "plain"), (1, "formatted")):
        yield figure(f"markdown: opening {PAGE} {name} messages: CPU", "ms", *_cpu(opened[kind]))


def _cpu(runs: list[Opened]) -> list[float]:
    return [1e3 * run.cpu for run in runs]


def _fill(data_dir: Path, text: str) -> None:
    """Give the newest messages of the room other texts."""

    def fill() -> None:
        rows = Message.select().where(Message.room == ROOM).order_by(Message.id.desc()).limit(PAGE)
        for row in rows:
            row.body = text.format(row.id)
            row.html, row.html_version = draw(row.body), VERSION
            row.save()

    database.open(f"sqlite:///{data_dir}/streamchat.db")
    try:
        database.write_now(fill)
    finally:
        database.close()
