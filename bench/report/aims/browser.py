"""Aims for what happens in people's browsers."""

import re
from collections.abc import Iterator

from bench.clients.first_visit import CPU_RATE, NETWORKS
from bench.report.aims.aim import Aim, Results, at_least, at_most, beside, find, grown_at_most, never_more, ratio
from bench.report.results import Result
from bench.workloads import changing_rooms, pictures, reacting, room_in_browser, weight
from bench.workloads.changing_rooms import AGAIN, BOTH, FIRST, LOST, ROUND_TRIP, WAYS

BARE = "a bare page of one label"


def aims(results: Results) -> Iterator[Aim]:
    """Judge them."""
    yield from _rows(results.get("browser"))
    yield from _reacting(results.get("reacting"))
    yield from _changing_rooms(results.get("changing"))
    yield from _first_visit(results.get("weight"))
    text = "50 pictures scroll at the frame rate of text (within 5 %)"
    for when in (pictures.FIRST, pictures.AGAIN):
        yield at_least(text, when, find(results.get("pictures"), pictures.times_of(when)), 0.95)


def _rows(result: Result | None) -> Iterator[Aim]:
    figures = result.figures if result else []
    works = [one for one in figures if re.fullmatch(r"browser: a row, .*main thread", one.name)]
    for rate in (f"{room_in_browser.RATE:.0f}", f"{room_in_browser.FAST:.0f}"):
        text = "a row takes at most 1.5 × what it takes on a bare page"
        floor = beside("a bare page, a row", find(result, room_in_browser.FLOOR_WORK.format(rate)))
        figure = find(result, room_in_browser.ABOVE_FLOOR.format(rate))
        yield at_most(text, f"{rate}/s, main thread", figure, 1.5, floor)
    first, last = (works[0], works[-1]) if works else (None, None)
    yield ratio("the last rows cost the browser what the first ones did (within 20 %)", "Chromium", last, first, 1.2)


def _reacting(result: Result | None) -> Iterator[Aim]:
    key, slowest, heap = (find(result, name) for name in (reacting.KEY, reacting.SLOWEST, reacting.HEAP))
    floor = beside("a bare box", find(result, reacting.BARE_KEY))
    yield at_most("a key is painted within 16 ms, p95", _where(reacting.KEY), key, 16, floor)
    yield never_more("no frame takes more than 50 ms", _where(reacting.SLOWEST), slowest, 50)
    yield grown_at_most("the heap grows by at most 5 %", _where(reacting.HEAP), heap, 5)


def _where(name: str) -> str:
    return name.removeprefix("reacting: ").partition(": ")[0]


def _changing_rooms(result: Result | None) -> Iterator[Aim]:
    text = f"at most 100 ms from a click on a room until it is painted and live, p95, at {1e3 * ROUND_TRIP:.0f} ms"
    floor = beside("a request that does nothing", find(result, changing_rooms.BARE))
    for way in (f"{when}, {how}" for when in (FIRST, AGAIN) for how in WAYS):
        yield at_most(f"{text} of round trip", way, find(result, BOTH.format(95), workload=way), 100, floor)
        yield never_more("a message sent at the click comes", way, find(result, LOST, workload=way), 0)


def _first_visit(result: Result | None) -> Iterator[Aim]:
    where = "a room of the demo"
    for name, limit, text in (
        (weight.REQUESTS, 20, "a first visit takes at most 20 requests"),
        (weight.SERVED, 300, "a first visit takes at most 300 kB"),
        (weight.LATER, 5, "a later visit takes at most 5 requests"),
    ):
        ours, bare = (find(result, name.format(page)) for page in (weight.ROOM_PAGE, weight.BARE_PAGE))
        yield at_most(text, where, ours, limit, beside(BARE, bare))
    served = find(result, weight.SERVED.format(weight.ROOM_PAGE))
    for network, conditions in NETWORKS.items():
        ours, bare = (find(result, weight.LIVE.format(page, network)) for page in (weight.ROOM_PAGE, weight.BARE_PAGE))
        floor = beside(BARE, bare)
        if served and served.value:
            floor += f"; its bytes alone: {served.value * 1e3 / conditions['downloadThroughput']:.2f} s"
        text = f"live within 1 s at a first visit, {CPU_RATE} × slower CPU"
        yield at_most(text, network, ours, 1, floor.removeprefix("; "))
