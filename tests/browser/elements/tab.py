"""A browser's tab that shows streams, and the hand that moves them on the server.

Test modules name this as a plugin for its fixtures. PYTEST_DONT_REWRITE: they import it before pytest could.
"""

import json
from collections.abc import Callable
from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import PATIENCE, Server
from tests.browser.kept_tabs import leave

SEEN_WHOLE = """log => {
    const { top, bottom } = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll(":scope > [data-key]")];
    return rows.filter((row) => {
        const at = row.getBoundingClientRect();
        return at.top >= top && at.bottom <= bottom;
    }).map((row) => row.dataset.key);
}"""


class Tab:
    """One page of app.py, and the orders that go to its server."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.context, self.server = page, page.context, server
        self.errors: list[str] = []

    def hears(self, error: object) -> None:
        """Note what goes wrong in the page."""
        if getattr(error, "type", "error") == "error":
            self.errors.append(str(getattr(error, "text", error)))

    # ---- the server's side

    def post(self, path: str, data: object = None) -> Any:
        return self.context.request.post(self.server.url + path, data=json.dumps(data)).json()

    def plans(self, *streams: dict[str, Any], **stream: Any) -> None:
        """Say which streams a page shows: by keywords one, called "list", or several as dicts."""
        self.post("/plan", [*streams, stream] if stream or not streams else list(streams))

    def opens(self, *streams: dict[str, Any], **stream: Any) -> "Tab":
        self.plans(*streams, **stream)
        return self.enters()

    def makes(self, *streams: dict[str, Any], **stream: Any) -> "Tab":
        """Do as `opens` in a page that is open already, which takes a tenth of the time."""
        self.plans(*streams, **stream)
        return self.fills()

    def fills(self) -> "Tab":
        """Make the planned streams in the page that is open, or enter one."""
        return self if self.makes_again() else self.enters()

    def makes_again(self) -> bool:
        """Put the planned streams in place of those that are there; tells whether the page is open."""
        client_id = self.page.evaluate("window.socket?.connected && window.clientId")
        if is_open := bool(client_id and self.post(f"/again/{client_id}")):
            self.is_served()
        return is_open

    def ends(self) -> None:
        """Leave a page without streams."""
        self.context.set_offline(False)
        self.page.mouse.move(0, 0)
        self.plans({"name": "none", "items": []})
        if not self.makes_again():
            leave(self.page)

    def enters(self) -> "Tab":
        self.page.goto(self.server.url)
        self.page.wait_for_function("window.did_handshake === true")
        return self

    def patches(self, script: str, old: str, new: str) -> None:
        """Have this browser, which must not have loaded it yet, load a script of the stream's with other words."""

        def patched(route: Route) -> None:
            response = route.fetch()
            assert old in response.text()
            route.fulfill(response=response, body=response.text().replace(old, new))

        self.page.route(f"**/{script}", patched)

    def does(self, method: str, *arguments: Any, on: str = "list", **options: Any) -> Any:
        """Call a stream's method on the server, and see it done in the browser."""
        return self.do_all([method, *arguments, options], on=on)

    def do_all(self, *orders: list[Any], on: str = "list") -> Any:
        """Call several, each a list of the method's name, its arguments and, last, its options."""
        answer = self.post(f"/do/{on}", [[order[0], order[1:-1], order[-1]] for order in orders])
        assert "error" not in answer, answer["error"]
        self.is_served()
        return answer["result"]

    def fails(self, method: str, *arguments: Any, **options: Any) -> str:
        """Call a stream's method on the server and return what it complains of."""
        return str(self.post("/do/list", [[method, arguments, options]])["error"])

    def feed(self, method: str, *arguments: Any, topic: str = "news", **options: Any) -> dict[str, Any]:
        """Call a method of a topic's feed; return its counts."""
        return dict(self.post(f"/feed/{topic}", [[method, arguments, options]] if method else []))

    def tells(self, **attributes: Any) -> dict[str, Any]:
        """Change the newest page's side of the server; return what has happened there."""
        return dict(self.post("/tab", attributes))

    def runs(self, source: str) -> Any:
        """Run Python on the server: a coroutine function `run(tab)`."""
        answer = self.context.request.post(f"{self.server.url}/python", data=source.encode()).json()
        assert "error" not in answer, answer["error"]
        self.is_served()
        return answer["result"]

    def is_served(self) -> None:
        """Wait until the browser has carried out what the server has sent."""
        self.context.request.post(f"{self.server.url}/python", data=SERVED)

    def waits_until(self, happened: Callable[[], bool]) -> None:
        """Wait for something on the server, which cannot be listened to."""
        deadline = monotonic() + PATIENCE / 1000
        while not happened():
            assert monotonic() < deadline, "it did not happen"

    # ---- the browser's side

    def stream(self, name: str = "list") -> Locator:
        return self.page.locator(f"#{name}")

    def rows(self, name: str = "list") -> Locator:
        return self.page.locator(f"#{name} > [data-key]")

    def row(self, key: object, name: str = "list") -> Locator:
        return self.page.locator(f'[id="{name}-{key}"]')

    def keys(self, name: str = "list") -> str:
        """Read the keys of all rows as they stand, such as "1 2 3"."""
        return " ".join(self.rows(name).evaluate_all("rows => rows.map((row) => row.dataset.key)"))

    def texts(self, name: str = "list") -> list[str]:
        return self.rows(name).all_text_contents()

    def shows(self, keys: str, name: str = "list") -> None:
        """Wait until these are the rows."""
        self.page.wait_for_function(
            """([name, keys]) => {
                const rows = [...document.querySelectorAll(`#${name} > [data-key]`)];
                return rows.map((row) => row.dataset.key).join(" ") === keys;
            }""",
            arg=[name, keys],
        )

    def shows_entries(self, first: int, last: int) -> None:
        """Wait until these are the rows, from first to last."""
        self.shows(" ".join(map(str, range(first, last + 1))))

    def marks(self, *keys: object, name: str = "list") -> None:
        """Mark rows' elements, to know them again."""
        for key in keys:
            self.row(key, name).evaluate("row => { row.marked = true }")

    def marked(self, name: str = "list") -> str:
        """Read the keys of the rows whose elements are still the marked ones."""
        rows = self.rows(name)
        return " ".join(rows.evaluate_all("rows => rows.filter((row) => row.marked).map((row) => row.dataset.key)"))

    def gap(self) -> float:
        """Measure how far from its end the stream stands."""
        return float(self.stream().evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight"))

    def scrolls_to(self, top: int) -> None:
        """Scroll, and wait until the stream has noticed."""
        self.stream().evaluate(
            """(log, top) => new Promise((noticed) => {
                const before = log.scrollTop;
                log.addEventListener("scroll", noticed, { once: true });
                log.scrollTop = top;
                if (log.scrollTop === before) noticed();
            })""",
            top,
        )

    def settles(self) -> None:
        """Wait until two frames are drawn: all that one layout sets off has happened."""
        self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def in_sight(self) -> list[str]:
        """Read the keys of the rows that are wholly in sight."""
        return list(self.stream().evaluate(SEEN_WHOLE))

    def offset(self, key: object) -> float:
        """Measure how far below the stream's top a row stands."""
        return float(
            self.row(key).evaluate(
                "row => row.getBoundingClientRect().top - row.closest('.stream').getBoundingClientRect().top"
            )
        )

    def is_live(self, name: str = "list") -> "Tab":
        expect(self.stream(name)).to_have_attribute("data-state", "live")
        return self

    def loses_the_connection(self) -> None:
        """Cut the socket and keep it cut."""
        self.context.set_offline(True)
        self.page.evaluate("window.socket.io.engine.close()")
        self.page.wait_for_function("!window.socket.connected")

    def gets_it_back(self) -> None:
        self.context.set_offline(False)
        self.page.wait_for_function("window.socket.connected")


SERVED = b"""
async def run(tab):
    await ui.run_javascript("1", timeout=10)
"""
