"""What a lively room costs in a real browser: work per row, memory, typing meanwhile, and time from send to paint."""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench.clients.browser import open_browser
from bench.clients.crowd import Crowd
from bench.clients.room_tab import RoomTab
from bench.figures import Figure, figure, percentile
from bench.server import ROOM, UNTHROTTLED, Server, seed

SPEAKERS = 10
RATE, FAST = 50.0, 250.0
"""Messages a second: while something is measured each is painted on its own; in between they come faster."""

KEYS, PAUSE = 100, 0.1


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
    heap: tuple[float, float]  # bytes, before and after
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

    def visit(self, browser: Browser, url: str, part: int, between: int) -> Visit:
        """Open a tab, and have it receive messages."""
        tab = RoomTab(browser, url, ROOM)
        self._part(tab, 10 * SPEAKERS)  # warm
        heap = tab.heap()
        calm = tab.type(KEYS // 2, PAUSE)
        begun = self._next
        first, middle, last = self._part(tab, part), self._part(tab, between, FAST), self._part(tab, part)
        unpainted = len(set(range(begun, self._next)) - tab.painted().keys())
        after = tab.heap()
        busy = self._type_meanwhile(tab)
        tab.close()
        return Visit(first, middle, last, (heap, after), calm, busy, unpainted)

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
        after, painted = tab.work(), tab.painted()
        zero = time.time_ns() - time.monotonic_ns()
        return Part(
            work=(after.all - before.all) / messages,
            style=(after.style - before.style) / messages,
            layout=(after.layout - before.layout) / messages,
            delays=[painted[number] - (at + zero) / 1e6 for number, at in sent.items() if number in painted],
            rows=tab.rows(),
        )


def measure(*, quick: bool) -> list[Figure]:
    """Visit the room several times, each time in a new tab."""
    part, between, rounds = (300, 1400, 1) if quick else (1000, 8000, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as speakers, open_browser() as browser:
            speakers.ask("open", room=ROOM, viewers=SPEAKERS, follow=False, deflate=False)
            bench = Bench(speakers)
            visits = [bench.visit(browser, server.url, part, between) for _ in range(rounds)]
    received = between + 2 * part
    return [
        *_rows(f"first {part:,}, {RATE:.0f}/s", [visit.first for visit in visits]),
        *_rows(f"then, {FAST:.0f}/s", [visit.between for visit in visits]),
        *_rows(f"last {part:,}, {RATE:.0f}/s", [visit.last for visit in visits]),
        *_tab(visits, received),
    ]


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
        *(
            figure(f"browser: key to paint, {name}, p{percent}", "ms", *(percentile(one, percent) for one in delays))
            for name, delays in (
                ("nothing comes", [visit.calm for visit in visits]),
                (f"{RATE:.0f} messages/s", [visit.busy for visit in visits]),
            )
            for percent in (50, 95)
        ),
    ]
