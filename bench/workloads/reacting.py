"""How a large room answers somebody's hands: keys in a long text on a slow computer, and scrolling far back."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from bench.clients.browser import open_browser
from bench.clients.floor_tab import FloorBox
from bench.clients.room_tab import RoomTab, Tab
from bench.figures import Figure, figure, percentile
from bench.seeding import seed
from bench.server import ROOM, Server

ROOMS = 3
"""Of the demo, among which the messages are spread."""

FAR, NEAR = 10_000, 800
"""Messages to scroll back, and in a quick run."""

SLOWER, TYPED = 4, 4_000
"""Of the CPU; and characters that are there."""

KEY = f"reacting: key to paint, CPU {SLOWER} × slower, {TYPED:,} characters, p95"
BARE_KEY = f"{KEY}, the floor: a bare box"
ABOVE_FLOOR = "reacting: key to paint, more than in a bare box, p95"
SLOWEST = "reacting: scrolling back: the longest frame"
HEAP = "reacting: scrolling back: JS heap, more than at first"

WORDS = "shall we meet at the station before the train to the lake? "

BACK = """async ([rows, step]) => {
    const list = document.querySelector("#messages");
    let loaded = 0;
    const count = (records) => {
        for (const { addedNodes } of records) for (const node of addedNodes) if (node.dataset?.key) loaded += 1;
    };
    const observer = new MutationObserver(count);
    observer.observe(list, { childList: true });
    const frame = () => new Promise(requestAnimationFrame);
    const times = [await frame()];
    const begun = performance.now();
    while (loaded < rows && !list.hasAttribute("data-start") && performance.now() - begun < 240000) {
        list.scrollTop -= step;
        times.push(await frame());
    }
    observer.disconnect();
    return [loaded, times.slice(1).map((time, index) => time - times[index])];
}"""
"""Scroll back until so many messages were loaded; return how many, and the ms that each frame took."""

STEP = 400
"""Pixels a frame: a wheel that is turned as fast as it goes, so that each page is awaited."""


def measure(*, quick: bool) -> list[Figure]:
    """Do both, several times, each time in a new tab."""
    far, rounds = (NEAR, 1) if quick else (FAR, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), messages=ROOMS * (far + far // 5))
        with Server(Path(folder)) as server, open_browser() as browser:
            keys, bare = zip(
                *(_type_in_both(browser, server.url, 20 if quick else 40) for _ in range(rounds)), strict=True
            )
            trips = [_scroll(browser, server.url, far) for _ in range(max(1, rounds - 1))]
    return [
        figure(KEY.replace("p95", "p50"), "ms", *(percentile(one, 50) for one in keys)),
        figure(KEY, "ms", *(percentile(one, 95) for one in keys)),
        figure(BARE_KEY.replace("p95", "p50"), "ms", *(percentile(one, 50) for one in bare)),
        figure(BARE_KEY, "ms", *(percentile(one, 95) for one in bare)),
        figure(
            ABOVE_FLOOR, "ms", *(percentile(one, 95) - percentile(box, 95) for one, box in zip(keys, bare, strict=True))
        ),
        *_scrolled(trips),
    ]


def _type_in_both(browser: Browser, url: str, keys: int) -> tuple[list[float], list[float]]:
    """Type in a room's composer and in a bare box, in turn."""
    return _type(RoomTab(browser, url, ROOM), keys), _type(FloorBox(browser, url), keys)


def _type(tab: Tab, keys: int) -> list[float]:
    tab.page.get_by_role("textbox", name="Message", exact=True).fill((WORDS * 100)[:TYPED])
    tab.type(10, 0.1)  # warm
    tab.slow_down(SLOWER)
    delays = tab.type(keys, 0.12)
    tab.close()
    return delays


def _scroll(browser: Browser, url: str, far: int) -> tuple[list[float], tuple[float, float], int]:
    tab = RoomTab(browser, url, ROOM)
    tab.page.evaluate(BACK, [min(far // 10, 500), STEP])  # warm
    before = tab.heap()
    loaded, frames = tab.page.evaluate(BACK, [far, STEP])
    if loaded < far:
        raise RuntimeError(f"{loaded:,} messages were loaded, and not {far:,}")
    after, rows = tab.heap(), tab.rows()
    tab.close()
    return frames, (before, after), rows


def _scrolled(trips: list[tuple[list[float], tuple[float, float], int]]) -> Iterator[Figure]:
    yield figure("reacting: scrolling back: a frame, p50", "ms", *(percentile(frames, 50) for frames, _, _ in trips))
    yield figure("reacting: scrolling back: a frame, p99", "ms", *(percentile(frames, 99) for frames, _, _ in trips))
    yield figure(SLOWEST, "ms", *(max(frames) for frames, _, _ in trips))
    yield figure("reacting: scrolling back: rows in the DOM", "rows", *(rows for _, _, rows in trips))
    yield figure(HEAP, "%", *(100 * (after / before - 1) for _, (before, after), _ in trips))
