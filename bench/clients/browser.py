"""A headless Chromium, and what its DevTools say a page costs."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from bench.server import Server
from tests import chromium

ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

RUN = """async (order) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const start = performance.now();
    const answer = await fetch(location.href, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(order),
    });
    if (!answer.ok) throw new Error(`the server answered with ${answer.status}`);
    const last = `[data-mark="${await answer.json()}"]`;
    while (!document.querySelector(last)) {
        if (performance.now() - start > 60000) throw new Error("the last row has not come");
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const seen = performance.now();
    await frame();
    await frame();
    return seen - start;
}"""
"""Have the server carry out an order, and return the ms until its last row is there; leaves when that is painted."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What operations took, in ms each.

    The main thread's are CPU time, so that who else runs matters less. DevTools' ScriptDuration is left out:
    it does not count what promises go on with, which is all that Vue does.
    """

    wall: float
    server: float  # CPU
    main: float  # all that the browser's main thread did: scripts, events, painting,
    style: float  # telling which rules apply to which elements, and
    layout: float
    layouts: float  # how many


class Tab:
    """A page in a renderer process of its own."""

    def __init__(self, browser: Browser, server: Server, peer: str, rows: int) -> None:
        self._browser, self._server, self._rows = browser, server, rows
        context = browser.new_context(viewport={"width": 1000, "height": 800})
        self._page = context.new_page()
        self._page.goto(f"{server.url}/{peer}/{rows}")
        self._page.wait_for_function("window.did_handshake && document.querySelectorAll('.row').length")
        self._page.wait_for_function("document.querySelector('.rows').dataset.state !== 'connecting'")
        self._devtools = context.new_cdp_session(self._page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def close(self) -> None:
        """Close it."""
        self._page.context.close()

    def run(self, operation: str, times: int, batch: int = 1, pause: float = 0.0) -> Cost:
        """Carry out an operation so many times, and return the cost of one."""
        order = {"operation": operation, "times": times, "batch": batch, "pause": pause}
        before, cpu = self._metrics(), self._server.cpu()
        wall = self._page.evaluate(RUN, order)
        cpu, after = self._server.cpu() - cpu, self._metrics()
        if (shown := self._page.locator(".row").count()) != self._rows:
            raise RuntimeError(f"{self._rows} rows were to be shown, not {shown}")

        def each(name: str) -> float:
            return (after[name] - before[name]) / times

        return Cost(
            wall=wall / times,
            server=1e3 * cpu / times,
            main=1e3 * each("TaskDuration"),
            style=1e3 * each("RecalcStyleDuration"),
            layout=1e3 * each("LayoutDuration"),
            layouts=each("LayoutCount"),
        )

    def styled(self, operation: str, times: int, pause: float) -> float:
        """Return for how many elements one operation has the browser compute styles."""
        self._browser.start_tracing(page=self._page, categories=["devtools.timeline"])
        self.run(operation, times, pause=pause)
        events = json.loads(self._browser.stop_tracing())["traceEvents"]
        counts = [event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"]
        return float(sum(counts)) / times

    def heap(self) -> float:
        """Return the bytes of JavaScript objects that are in use."""
        self._devtools.send("HeapProfiler.collectGarbage")
        return self._metrics()["JSHeapUsedSize"]

    def _metrics(self) -> dict[str, float]:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium, and end it with the `with` block."""
    path = shutil.which("chromium") or chromium.find()  # with all that people's browsers do, if it is there
    if not path:
        raise SystemExit("bench: Chromium is missing: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
