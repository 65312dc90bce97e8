"""Somebody who goes from room to room, in a headless Chromium that notes when each is painted and live."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as TooLateError

MOST = 50
"""Rows that a room opens with."""

WATCH = """(rows) => {
    addEventListener("click", (event) => {
        const room = event.target.closest?.("#rooms > a")?.dataset.key;
        if (!room) return;
        const change = (window.change = { room, clicked: event.timeStamp });
        const look = () => {
            const list = document.querySelector(`.room-view[data-room="${room}"] #messages`);
            if (!list || list.querySelectorAll(":scope > [data-key]").length < rows) return;
            const paint = () => { change.painted = performance.now(); };
            if (!change.shown) requestAnimationFrame(() => requestAnimationFrame(paint));
            change.shown ??= performance.now();
            if (list.dataset.state !== "live") return;
            change.live = performance.now();
            observer.disconnect();
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-state"] });
    }, true);
}"""
"""Note when a room's rows are painted, which they are two frames after they have come, and when its list is live."""

BARE = """async () => {
    const start = performance.now();
    await fetch("/healthz");
    return performance.now() - start;
}"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of rooms, in ms from the click."""

    painted: float
    live: float
    main: float  # CPU of the browser's main thread

    @property
    def both(self) -> float:
        """Until all is there."""
        return max(self.painted, self.live)


class Walker:
    """A tab whose person changes rooms by the mouse."""

    def __init__(self, browser: Browser, url: str, room: int) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 1600})
        self.page = self._context.new_page()
        self.page.goto(f"{url}/login")
        self.page.get_by_role("button", name=re.compile("Continue as")).nth(1).click()
        self.page.wait_for_url(re.compile("/rooms"))
        self.page.goto(f"{url}/rooms/{room}")
        self.page.wait_for_selector('#messages[data-state="live"]')
        self.page.evaluate(WATCH, MOST)
        self._before = 0.0
        self._devtools = self._context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def close(self) -> None:
        """Close it."""
        self._context.close()

    def bare_request(self) -> float:
        """Return the ms of a request that does nothing."""
        return float(self.page.evaluate(BARE))

    def approach(self, room: int, rest: float) -> None:
        """Move the mouse to a room's link, and rest there for so many ms."""
        link = self.page.locator(f"#rooms-{room}")
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
        if rest:
            self.page.wait_for_timeout(rest)

    def button_down(self, press: float) -> None:
        """Press where the mouse is, for so many ms."""
        self._before = self._main_thread()
        self.page.mouse.down()
        if press:
            self.page.wait_for_timeout(press)

    def button_up(self) -> Change:
        """Let go, which is the click, and wait until that room is there."""
        self.page.mouse.up()
        found: dict[str, Any] = self.page.wait_for_function(
            "() => window.change?.painted && window.change.live && window.change"
        ).json_value()
        clicked = found["clicked"]
        return Change(found["painted"] - clicked, found["live"] - clicked, self._main_thread() - self._before)

    def forget(self) -> None:
        """Forget the last change: the next one is another."""
        self.page.evaluate("() => { window.change = null; }")

    def hears(self, text: str) -> bool:
        """Tell whether a message is there, or comes before the next heartbeat brings it."""
        try:
            self.page.locator(".message-body", has_text=text).first.wait_for(state="attached", timeout=10_000)
        except TooLateError:
            return False
        return True

    def _main_thread(self) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        seconds: float = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        return 1e3 * seconds
