"""Tabs that go from test to test: a fresh one loads and compiles all scripts anew, which takes twice as long."""

from collections.abc import Callable

from playwright.sync_api import Browser, Error, Page

LASTING = (
    "add_init_script",
    "emulate_media",
    "expose_binding",
    "expose_function",
    "grant_permissions",
    "install",
    "new_cdp_session",
    "on",
    "pause_at",
    "route",
    "set_extra_http_headers",
    "set_fixed_time",
    "set_viewport_size",
)
"""What outlasts the page on which it was called: such a tab goes with its test."""

LEAVE = "window.socket?.disconnect(); if (document instanceof HTMLDocument) { document.open(); document.close() }"
"""Empties a tab. Going to about:blank would end the renderer, with all that it has compiled."""


def leave(page: Page) -> bool:
    """Have a tab show nothing, and end its connection; tells whether that could be done."""
    try:
        page.context.set_offline(False)
        page.mouse.move(0, 0)
        page.evaluate(LEAVE)
    except Error:  # it was closed, or on its way to another page
        return False
    return True


class KeptTabs:
    """Tabs of browsers, of which each can be taken once and is given back after the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._tabs: dict[str, Page] = {}
        self._is_altered: dict[Page, bool] = {}

    def take(self, key: str, **options: object) -> Page:
        """Return the tab of that key, or a new one in a browser of its own with some options."""
        return self._tabs.pop(key, None) or self._browser.new_context(**options).new_page()  # type: ignore[arg-type]

    def watch(self, page: Page) -> None:
        """Note from now on what a test does to a tab that would outlast the test."""
        self._is_altered[page] = False
        for thing in (page, page.context, page.clock):
            for name in LASTING:
                if method := getattr(type(thing), name, None):
                    setattr(thing, name, self._noting(page, method.__get__(thing)))

    def _noting(self, page: Page, method: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: object, **options: object) -> object:
            self._is_altered[page] = True
            return method(*args, **options)

        return noted

    def give_back(self, key: str, page: Page) -> None:
        """Keep a tab as it was when it was taken, for the next test; or close its browser."""
        is_altered = self._is_altered.pop(page)
        for other in page.context.pages:
            if other is not page:
                other.close()
        if is_altered or key in self._tabs or not leave(page):
            page.context.close()
        else:
            self._tabs[key] = page
