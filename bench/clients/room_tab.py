"""A room of the real app in a headless Chromium, with what tells when something is painted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

ROWS = "#messages > [data-key]"

WATCH = """() => {
    // After the frame's callbacks comes its painting, and after that the next task.
    const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
    window.bench = { painted: [], keys: [] };  // an array of numbers: ten thousand take 80 kB
    new MutationObserver((records) => {
        const numbers = records.flatMap((record) => [...record.addedNodes])
            .map((node) => /=(\\d+) /.exec(node.textContent)?.[1]).filter(Boolean);
        if (numbers.length) painted((now) => {
            for (const number of numbers) window.bench.painted[number] ??= performance.timeOrigin + now;
        });
    }).observe(document.querySelector("#messages"), { childList: true });
    document.addEventListener("keydown", (event) => {
        painted((now) => window.bench.keys.push(now - event.timeStamp));
    }, true);
}"""
"""Note when each numbered message is painted (ms since 1970), and how long each pressed key takes to be (ms)."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the browser's main thread has done so far: CPU, in ms."""

    all: float
    style: float
    layout: float


class Tab:
    """A tab, and what its main thread does."""

    def __init__(self, browser: Browser, permissions: Sequence[str] = ()) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=permissions)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def close(self) -> None:
        """Close it."""
        self._context.close()

    def wait_for(self, number: int) -> None:
        """Wait until a numbered message is painted."""
        self.page.wait_for_function("number => number in window.bench.painted", arg=number, timeout=60_000)

    def rows(self) -> int:
        """Count the rows in the DOM."""
        return self.page.locator(ROWS).count()

    def work(self) -> Work:
        """Read what the main thread has done."""
        told = self._metrics()
        names = ("TaskDuration", "RecalcStyleDuration", "LayoutDuration")
        return Work(*(1e3 * told[name] for name in names))

    def slow_down(self, times: float) -> None:
        """Have its CPU take so many times as long."""
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def heap(self) -> float:
        """Return the bytes of JavaScript objects that are in use."""
        self._devtools.send("HeapProfiler.collectGarbage")
        return self._metrics()["JSHeapUsedSize"]

    def nodes(self) -> float:
        """Return how many nodes the page has, with those that only scripts still know."""
        self._devtools.send("HeapProfiler.collectGarbage")
        return self._metrics()["Nodes"]

    def type(self, keys: int, pause: float) -> list[float]:
        """Press so many keys in the box to write in, and return the ms until each was painted."""
        self.page.evaluate("() => { window.bench.keys.length = 0; }")
        self.page.get_by_role("textbox", name="Message", exact=True).focus()
        for number in range(keys):
            self.page.keyboard.press("abcdefghij"[number % 10])
            self.page.wait_for_timeout(1e3 * pause)
        delays: list[float] = self.page.evaluate("() => window.bench.keys")
        if len(delays) != keys:
            raise RuntimeError(f"{keys} keys were pressed, and {len(delays)} were painted")
        return delays

    def _metrics(self) -> dict[str, float]:
        metrics: list[dict[str, Any]] = self._devtools.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}


class RoomTab(Tab):
    """Somebody's browser that shows a room."""

    def __init__(self, browser: Browser, url: str, room: int) -> None:
        super().__init__(browser)
        self.page.goto(f"{url}/login")
        self.page.get_by_role("button", name=re.compile("Continue as")).first.click()
        self.page.wait_for_url(re.compile("/rooms"))
        self.page.goto(f"{url}/rooms/{room}")
        self.page.wait_for_selector('#messages[data-state="live"]')
        self.page.evaluate(WATCH)

    def painted(self) -> dict[int, float]:
        """Return when each numbered message was painted, in ms since 1970."""
        noted: dict[str, float] = self.page.evaluate("() => ({ ...window.bench.painted })")
        return {int(number): at for number, at in noted.items()}
