"""Whether a room with 50 pictures scrolls as one without: frames a second, and the browser's work for each."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.clients.browser import open_browser
from bench.clients.picture_rooms import MESSAGES, WITH, WITHOUT, fill
from bench.clients.room_tab import RoomTab
from bench.figures import Figure, figure, percentile
from bench.seeding import seed
from bench.server import Server

STEP = 50
"""Pixels a frame, which is about 3,000 a second: as one scrolls to find something."""

SCROLL = """async ([step, share]) => {
    const all = document.querySelector("#messages");
    let box = all;
    while (box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
    const frame = () => new Promise(requestAnimationFrame);
    const pass = async (direction) => {
        const times = [await frame()];
        const end = direction < 0 ? box.scrollHeight * (1 - share) : box.scrollHeight - box.clientHeight - 1;
        while (direction * (end - box.scrollTop) > 0) {
            box.scrollTop += direction * step;
            times.push(await frame());
        }
        return times.slice(1).map((time, index) => time - times[index]);
    };
    return [await pass(-1), await pass(1)];
}"""
"""Scroll so far up, and down again, and return how many ms each frame took on the way."""

SHARE, QUICK = 0.75, 0.2
"""How much of the room, and in a quick run: no older messages are loaded."""

FIRST, AGAIN = "the first time", "again"


@dataclass(frozen=True, slots=True)
class Visit:
    """One tab's scrolling."""

    frames: dict[str, list[float]]
    work: float  # ms of the main thread for each frame

    def rate(self, when: str) -> float:
        """Return the frames a second."""
        return 1e3 * len(self.frames[when]) / sum(self.frames[when])


def times_of(when: str) -> str:
    """Return what the figure is called that compares both rooms."""
    return f"pictures: frame rate {when}, as a multiple of that of text"


def measure(*, quick: bool) -> list[Figure]:
    """Scroll through both rooms in turn, each time in a new browser profile."""
    rooms = {"pictures": WITH, "text": WITHOUT}
    visits: dict[str, list[Visit]] = {name: [] for name in rooms}
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        fill(Path(folder))
        with Server(Path(folder)) as server, open_browser() as browser:
            for turn in range(-1, 1 if quick else 2):
                for name in sorted(rooms, reverse=turn % 2 == 0):
                    visit = _visit(browser, server.url, rooms[name], QUICK if quick else SHARE)
                    if turn >= 0:  # the first ones warm up
                        visits[name].append(visit)
    return list(_figures(visits))


def _visit(browser: Browser, url: str, room: int, share: float) -> Visit:
    tab = RoomTab(browser, url, room)
    tab.page.wait_for_timeout(500)
    before = tab.work()
    first, again = tab.page.evaluate(SCROLL, [STEP, share])
    work = (tab.work().all - before.all) / (len(first) + len(again))
    tab.close()
    return Visit({FIRST: first, AGAIN: again}, work)


def _figures(visits: dict[str, list[Visit]]) -> Iterator[Figure]:
    for when in (FIRST, AGAIN):
        rates = {name: [visit.rate(when) for visit in found] for name, found in visits.items()}
        for name, runs in rates.items():
            yield figure(f"pictures: {MESSAGES} messages of {name}, scrolled {when}", "frames/s", *runs)
            slow = [percentile(visit.frames[when], 95) for visit in visits[name]]
            yield figure(f"pictures: {MESSAGES} messages of {name}, scrolled {when}: a frame, p95", "ms", *slow)
        times = median(rates["pictures"]) / median(rates["text"])
        yield figure(times_of(when), "×", times)
    for name, found in visits.items():
        work = (visit.work for visit in found)
        yield figure(f"pictures: {MESSAGES} messages of {name}: main thread", "ms/frame", *work)
