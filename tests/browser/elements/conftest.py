"""A server for all tests of the stream element, and tabs at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE, Server
from tests.browser.elements.tab import Tab


@pytest.fixture(scope="session")
def stream_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of streams; each plans a page of its own."""
    server = Server(tmp_path_factory.mktemp("streams"), script=str(Path(__file__).with_name("app.py")))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def stream_page(browser: Browser) -> Iterator[Page]:
    """A page that goes from test to test: a fresh one would load and compile all scripts anew."""
    yield from _new_page(browser)


@pytest.fixture
def tab(stream_page: Page, stream_server: Server) -> Iterator[Tab]:
    """One tab; script errors fail the test."""
    yield from _watched(Tab(stream_page, stream_server))


@pytest.fixture
def second(browser: Browser, stream_server: Server) -> Iterator[Tab]:
    """Another one, of a browser of its own: in a tab behind the first no frames would be drawn."""
    for page in _new_page(browser):
        yield from _watched(Tab(page, stream_server))


def _new_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def _watched(tab: Tab) -> Iterator[Tab]:
    for event in ("pageerror", "console"):
        tab.page.on(event, tab.hears)
    yield tab
    tab.ends()
    for event in ("pageerror", "console"):
        tab.page.remove_listener(event, tab.hears)
    assert tab.errors == []
