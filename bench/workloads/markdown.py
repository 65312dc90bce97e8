"""What it costs to open a room full of formatted text, and one full of plain text."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, Server
from bench.workloads.drawing import CODE
from bench.workloads.opening import Opened, open_in_turn
from chat.messages.markdown import VERSION, draw
from chat.storage.database import database
from models import Message

TEXTS = {
    "plain": "Found it: orders has no index, see the runbook, number {0}",
    "formatted": "**Found** it: `orders` has no *index*, see [the runbook](https://example.com/runbooks/{0})",
    "code": CODE + " number {0}",
}
PAGE = 50


def times_of(kind: str) -> str:
    """Return what the figure is called that compares such messages with plain ones."""
    return f"markdown: opening {PAGE} messages, {kind}: CPU, as a multiple of plain ones"


def measure(*, quick: bool) -> list[Figure]:
    """Open the same room full of plain messages, of formatted ones and of ones with code in turn."""
    return list(_opening(10 if quick else 40))


def _opening(times: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        servers = {}
        for number, (kind, text) in enumerate(TEXTS.items()):
            data_dir = Path(folder) / kind
            data_dir.mkdir()
            seed(data_dir)
            _fill(data_dir, text)
            servers[number] = stack.enter_context(Server(data_dir))
        opened = open_in_turn(servers, times)
    runs = {kind: _cpu(opened[number]) for number, kind in enumerate(TEXTS)}
    for kind, found in runs.items():
        yield figure(f"markdown: opening {PAGE} messages, {kind}: CPU", "ms", *found)
    for kind in list(TEXTS)[1:]:
        yield figure(times_of(kind), "×", median(runs[kind]) / median(runs["plain"]))


def _cpu(runs: list[Opened]) -> list[float]:
    return [1e3 * run.cpu for run in runs]


def _fill(data_dir: Path, text: str) -> None:
    """Give the newest messages of the room other texts."""

    def fill() -> None:
        rows = Message.select().where(Message.room == ROOM).order_by(Message.id.desc()).limit(PAGE)
        for row in rows:
            row.body = text.replace("{0}", str(row.id))
            row.html, row.html_version = draw(row.body), VERSION
            row.save()

    database.open(f"sqlite:///{data_dir}/streamchat.db")
    try:
        database.write_now(fill)
    finally:
        database.close()
