"""What it costs to open a room full of formatted text, and one full of plain text."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, figure
from bench.server import ROOM, Server, seed
from bench.workloads.opening import Opened, open_in_turn
from chat.messages.markdown import VERSION, draw
from chat.storage.database import database
from models import Message

RICH = "**Found** it: `orders` has no *index*, see [the runbook](https://example.com/runbooks/{0})"
PLAIN = "Found it: orders has no index, see the runbook, number {0}"
PAGE = 50
TIMES = "markdown: that CPU, as a multiple of the plain one"


def measure(*, quick: bool) -> list[Figure]:
    """Open the same room full of plain and of formatted messages in turn."""
    return list(_opening(10 if quick else 60))


def _opening(times: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        folders = {kind: Path(folder) / str(kind) for kind in (0, 1)}
        for kind, data_dir in folders.items():
            data_dir.mkdir()
            seed(data_dir)
            _fill(data_dir, RICH if kind else PLAIN)
        with Server(folders[0]) as plain, Server(folders[1]) as rich:
            opened = open_in_turn({0: plain, 1: rich}, times)
    plain_ms, rich_ms = (_cpu(opened[kind]) for kind in (0, 1))
    yield figure(f"markdown: opening {PAGE} plain messages: CPU", "ms", *plain_ms)
    yield figure(f"markdown: opening {PAGE} formatted messages: CPU", "ms", *rich_ms)
    yield figure(TIMES, "", median(rich_ms) / median(plain_ms))


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
