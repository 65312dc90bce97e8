"""What a browser that has kept nothing loads to show a room: requests and bytes, compressed as they are served."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.clients.browser import open_browser
from bench.clients.first_visit import Request, first_visit, later_visit, time_to_live
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, Server

REQUESTS = "weight, a room: requests"
SERVED = "weight, a room: as served, headers included"

SCRIPT, STYLE = "Script", "Stylesheet"
PARTS: dict[str, Callable[[Request], bool]] = {
    "scripts": lambda one: one.kind == SCRIPT and not _is_of_nicegui(one),
    "NiceGUI's scripts": lambda one: one.kind == SCRIPT and _is_of_nicegui(one),
    "style sheets": lambda one: one.kind == STYLE,
    "the page itself, its icon": lambda one: one.kind not in (SCRIPT, STYLE),
}


def measure(*, quick: bool) -> list[Figure]:
    """Open a room of the demo several times, each time in a fresh browser."""
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        with Server(Path(folder)) as server, open_browser() as browser:
            times = range(1 if quick else 3)
            visits = [first_visit(browser, server.url, ROOM) for _ in times]
            later = [later_visit(browser, server.url, ROOM) for _ in times]
            slow = [time_to_live(browser, server.url, ROOM) for _ in times]
    return [
        figure(REQUESTS, "requests", *map(len, visits)),
        figure(SERVED, "kB", *map(_kilobytes, visits)),
        *_parts(visits),
        figure("weight, a room: a later visit", "requests", *map(len, later)),
        figure("weight, a room: a later visit", "kB", *map(_kilobytes, later)),
        figure("weight, a room: live at fast 3G (150 ms, 1.6 Mbit/s), 4 × slower CPU", "s", *slow),
    ]


def _parts(visits: list[list[Request]]) -> Iterator[Figure]:
    for name, is_part in PARTS.items():
        parts = [[one for one in visit if is_part(one)] for visit in visits]
        yield figure(f"weight, a room: … {name}", "requests", *map(len, parts))
        yield figure(f"weight, a room: … {name}", "kB", *map(_kilobytes, parts))


def _is_of_nicegui(request: Request) -> bool:
    return "/static/" in request.path


def _kilobytes(requests: list[Request]) -> float:
    return sum(one.wire_bytes for one in requests) / 1000
