"""What a browser that has kept nothing loads to show a room, and how long it takes; beside it a bare NiceGUI page."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from bench.clients.browser import open_browser
from bench.clients.first_visit import CPU_RATE, NETWORKS, Place, Request, both_visits, time_to_live
from bench.figures import Figure, figure
from bench.peers import HERE
from bench.seeding import seed
from bench.server import ROOM, Server

ROOM_PAGE, BARE_PAGE = "a room", "a bare NiceGUI page of one label"
REQUESTS, SERVED = "weight, {}: requests", "weight, {}: as served, headers included"
LATER, LATER_SERVED = "weight, {}: requests of a later visit", "weight, {}: a later visit"
LIVE = "weight, {}: live, first visit, " + f"{CPU_RATE} × slower CPU, " + "{}"

SCRIPT, STYLE = "Script", "Stylesheet"
PARTS: dict[str, Callable[[Request], bool]] = {
    "scripts": lambda one: one.kind == SCRIPT and not _is_of_nicegui(one),
    "NiceGUI's scripts": lambda one: one.kind == SCRIPT and _is_of_nicegui(one),
    "style sheets": lambda one: one.kind == STYLE,
    "the page itself, its icon": lambda one: one.kind not in (SCRIPT, STYLE),
}

Visits = Sequence[Sequence[Request]]


def measure(*, quick: bool) -> list[Figure]:
    """Open a room of the demo and the bare page in turn, several times, each time in a fresh browser."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        seed(Path(folder))
        ours = stack.enter_context(Server(Path(folder)))
        bare = stack.enter_context(Server(Path(folder), (str(HERE / "bare.py"),)))
        places = {
            ROOM_PAGE: Place(ours.url, f"/rooms/{ROOM}", '#messages[data-state="live"]'),
            BARE_PAGE: Place(bare.url, "/label", ".live", needs_login=False),
        }
        browser = stack.enter_context(open_browser())
        rounds = 1 if quick else 3
        if not quick:
            for place in places.values():
                both_visits(browser, place)  # warms: servers keep what they have compressed
        visits = {name: [both_visits(browser, place) for place in [places[name]] * rounds] for name in places}
        slow = _slow(browser, places, rounds, list(NETWORKS)[: 1 if quick else None])
    return [*(one for name, pairs in visits.items() for one in _weight(name, *zip(*pairs, strict=True))), *slow]


def _slow(browser: Browser, places: dict[str, Place], rounds: int, networks: Sequence[str]) -> list[Figure]:
    cases = [(name, network) for network in networks for name in places]
    runs = [[time_to_live(browser, places[name], network) for name, network in cases] for _ in range(rounds)]
    return [figure(LIVE.format(*case), "s", *taken) for case, taken in zip(cases, zip(*runs, strict=True), strict=True)]


def _weight(name: str, first: Visits, later: Visits) -> Iterator[Figure]:
    yield figure(REQUESTS.format(name), "requests", *map(len, first))
    yield figure(SERVED.format(name), "kB", *map(_kilobytes, first))
    for what, is_part in PARTS.items():
        parts = [[one for one in visit if is_part(one)] for visit in first]
        yield figure(f"weight, {name}: … {what}", "requests", *map(len, parts))
        yield figure(f"weight, {name}: … {what}", "kB", *map(_kilobytes, parts))
    yield figure(LATER.format(name), "requests", *map(len, later))
    yield figure(LATER_SERVED.format(name), "kB", *map(_kilobytes, later))


def _is_of_nicegui(request: Request) -> bool:
    return "/static/" in request.path


def _kilobytes(requests: Sequence[Request]) -> float:
    return sum(one.wire_bytes for one in requests) / 1000
