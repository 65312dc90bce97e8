"""How much memory the server keeps for each viewer, by how many rows the viewer has been shown."""

import tempfile
import time
from pathlib import Path

from bench.crowd import Crowd
from bench.figures import Figure, figure
from bench.server import ROOM, Server, seed

FEW, MANY = 20, 120
"""Viewers between which the slope is taken, so that what all share does not count."""

SETTLE = 14.0
"""Seconds in which acknowledgements come (every 3 s) and then free memory is given back (every 10 s)."""


def measure(*, quick: bool, plain: bool) -> list[Figure]:
    """Take the slope three times for each number of rows, in turn, each in a fresh server."""
    rounds = 1 if quick else 3
    slopes: dict[int, list[float]] = {50: [], 1000: []}
    base = []
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), messages=2400)
        for _ in range(rounds):
            for rows, found in slopes.items():
                empty, slope = _slope(Path(folder), rows, plain)
                base.append(empty / 1e6)
                found.append(slope / 1e3)
    return [
        figure("memory: server without viewers", "MB", *base),
        *(figure(f"memory: per viewer of {rows:,} rows", "kB", *found) for rows, found in slopes.items()),
    ]


def _slope(data_dir: Path, rows: int, plain: bool) -> tuple[int, float]:
    with Server(data_dir) as server, Crowd(server.url) as crowd:
        empty = server.memory()
        before = _with_more(server, crowd, FEW, rows, plain)
        after = _with_more(server, crowd, MANY - FEW, rows, plain)
        return empty, (after - before) / (MANY - FEW)


def _with_more(server: Server, crowd: Crowd, viewers: int, rows: int, plain: bool) -> int:
    opened = crowd.ask("open", room=ROOM, viewers=viewers, rows=rows, deflate=not plain)
    if opened["rows"] != [rows]:
        raise RuntimeError(f"{rows} rows were to be shown, not {opened['rows']}")
    time.sleep(SETTLE)
    return server.memory()
