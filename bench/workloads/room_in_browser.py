"""What a lively room costs in a real browser: work per row, memory, typing meanwhile, and time from send to paint.

In turn with it, in the same browser, a bare page appends the same rows: the floor.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench.clients.browser import open_browser
from bench.clients.crowd import Crowd
from bench.clients.floor_tab import FloorTab, RowServer, rows_of
from bench.clients.room_tab import RoomTab, Tab, Work
from bench.figures import Figure, figure, percentile
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server

SPEAKERS = 10
RATE, FAST = 50.0, 250.0
"""Messages a second: while something is measured each is painted on its own; in between they come faster."""

KEYS, PAUSE = 60, 0.1

FLOOR_WORK = "browser: the floor, a bare page that appends the row, {}/s: main thread"
ABOVE_FLOOR = "browser: a row, {}/s: as a multiple of the floor"
HEAP_GROWN = "browser: JS heap, more than at first"
NODES_GROWN = "browser: DOM nodes, more than at first"


@dataclass(frozen=True, slots=True)
class Part:
    """Some messages, from the first one sent until the last one painted."""

    work: float  # ms of the main thread's CPU, each row
    style: float
    layout: float
    delays: list[float]  # ms from send to paint
    rows: int  # in the DOM afterwards


@dataclass(frozen=True, slots=True)
class Visit:
    """One tab's life."""

    first: Part
    between: Part
    last: Part
    floors: dict[float, Work]  # of the bare page, each row, by rate
    heap: tuple[float, float]  # bytes, before and after
    nodes: tuple[float, float]
    calm: list[float]  # ms from a key to its paint, while nothing comes,
    busy: list[float]  # and while 50 messages a second do
    unpainted: int


class Bench:
    """People who speak, and the next number they say."""

    def __init__(self, speakers: Crowd) -> None:
        self._speakers = speakers
        self._next = 1

    def say(self, messages: int, rate: float) -> dict[int, int]:
        """Say so many, side by side, and return when each was sent (monotonic ns)."""
        each = messages // SPEAKERS
        first, self._next = self._next, self._next + each * SPEAKERS
        sent = self._speakers.ask("send_all", messages=each, interval=SPEAKERS / rate, first=first)
        return dict(sent)

    def visit(self, browser: Browser, url: str, bare: RowServer, part: int, between: int, warm: int) -> Visit:
        """Open a tab, and have it receive messages; a bare page receives them in turn with it."""
        tab = RoomTab(browser, url, ROOM)
        self._part(
            tab, warm, FAST
        )  # all rows that stay are there, and code is compiled: from then on the heap may not grow
        floor = FloorTab(browser, url, *rows_of(tab), bare)
        _bare_part(floor, 10 * SPEAKERS, RATE)
        heap, nodes = tab.heap(), tab.nodes()
        calm = tab.type(KEYS // 2, PAUSE)
        begun = self._next
        floors = {}
        first, floors[RATE] = self._part(tab, part), _bare_part(floor, part, RATE)
        middle, floors[FAST] = self._part(tab, between, FAST), _bare_part(floor, between, FAST)
        last = self._part(tab, part)
        floor.close()
        unpainted = len(set(range(begun, self._next)) - tab.painted().keys())
        after = (tab.heap(), tab.nodes())
        busy = self._type_meanwhile(tab)
        tab.close()
        return Visit(first, middle, last, floors, (heap, after[0]), (nodes, after[1]), calm, busy, unpainted)

    def _type_meanwhile(self, tab: RoomTab) -> list[float]:
        with ThreadPoolExecutor(1) as other:
            said = other.submit(self.say, int(RATE * KEYS * PAUSE * 1.5), RATE)
            tab.page.wait_for_timeout(500)
            busy = tab.type(KEYS, PAUSE)
            said.result()
        return busy

    def _part(self, tab: RoomTab, messages: int, rate: float = RATE) -> Part:
        before = tab.work()
        sent = self.say(messages, rate)
        tab.wait_for(max(sent))
        work, painted = _each(tab, before, messages), tab.painted()
        zero = time.time_ns() - time.monotonic_ns()
        return Part(
            work=work.all,
            style=work.style,
            layout=work.layout,
            delays=[painted[number] - (at + zero) / 1e6 for number, at in sent.items() if number in painted],
            rows=tab.rows(),
        )


def _bare_part(floor: FloorTab, rows: int, rate: float) -> Work:
    before = floor.work()
    floor.wait_for(floor.receive(rows, rate))
    return _each(floor, before, rows)


def _each(tab: Tab, before: Work, rows: int) -> Work:
    after = tab.work()
    return Work(*((now - then) / rows for now, then in zip(astuple(after), astuple(before), strict=True)))


def measure(*, quick: bool) -> list[Figure]:
    """Visit the room several times, each time in a new tab."""
    part, between, warm, rounds = (100, 250, 400, 1) if quick else (250, 1750, 1000, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        with (
            Server(Path(folder), UNTHROTTLED) as server,
            Crowd(server.url) as speakers,
            RowServer() as bare,
            open_browser() as browser,
        ):
            speakers.ask("open", room=ROOM, viewers=SPEAKERS, follow=False, deflate=False)
            bench = Bench(speakers)
            visits = [bench.visit(browser, server.url, bare, part, between, warm) for _ in range(rounds)]
    received = between + 2 * part
    return [
        *_rows(f"first {part:,}, {RATE:.0f}/s", [visit.first for visit in visits]),
        *_rows(f"then, {FAST:.0f}/s", [visit.between for visit in visits]),
        *_rows(f"last {part:,}, {RATE:.0f}/s", [visit.last for visit in visits]),
        *_floors(visits),
        *_tab(visits, received),
    ]


def _floors(visits: Sequence[Visit]) -> Iterator[Figure]:
    parts = {RATE: [visit.first for visit in visits], FAST: [visit.between for visit in visits]}
    for rate, found in parts.items():
        floors = [visit.floors[rate] for visit in visits]
        name = f"browser: the floor, a bare page that appends the row, {rate:.0f}/s"
        yield figure(FLOOR_WORK.format(f"{rate:.0f}"), "ms", *(floor.all for floor in floors))
        yield figure(f"{name}: … styles", "ms", *(floor.style for floor in floors))
        yield figure(f"{name}: … layout", "ms", *(floor.layout for floor in floors))
        times = (part.work / floor.all for part, floor in zip(found, floors, strict=True))
        yield figure(ABOVE_FLOOR.format(f"{rate:.0f}"), "×", *times)


def _rows(name: str, parts: Sequence[Part]) -> list[Figure]:
    return [
        figure(f"browser: a row, {name}: main thread", "ms", *(part.work for part in parts)),
        figure(f"browser: a row, {name}: … styles", "ms", *(part.style for part in parts)),
        figure(f"browser: a row, {name}: … layout", "ms", *(part.layout for part in parts)),
        figure(f"browser: {name}: send to paint, p50", "ms", *(percentile(part.delays, 50) for part in parts)),
        figure(f"browser: {name}: send to paint, p95", "ms", *(percentile(part.delays, 95) for part in parts)),
    ]


def _tab(visits: Sequence[Visit], received: int) -> list[Figure]:
    most = (max(part.rows for part in (visit.first, visit.between, visit.last)) for visit in visits)
    return [
        figure(f"browser: rows in the DOM, {received:,} received", "rows", *most),
        figure("browser: never painted", f"of {received:,}", *(visit.unpainted for visit in visits)),
        figure("browser: JS heap, at first", "MB", *(visit.heap[0] / 1e6 for visit in visits)),
        figure(f"browser: JS heap, {received:,} received", "MB", *(visit.heap[1] / 1e6 for visit in visits)),
        figure(HEAP_GROWN, "%", *(100 * (visit.heap[1] / visit.heap[0] - 1) for visit in visits)),
        figure(NODES_GROWN, "%", *(100 * (visit.nodes[1] / visit.nodes[0] - 1) for visit in visits)),
        *(
            figure(f"browser: key to paint, {name}, p{percent}", "ms", *(percentile(one, percent) for one in delays))
            for name, delays in (
                ("nothing comes", [visit.calm for visit in visits]),
                (f"{RATE:.0f} messages/s", [visit.busy for visit in visits]),
            )
            for percent in (50, 95)
        ),
    ]
