"""What people see while PostgreSQL is away, and after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.services.postgres import Postgres, fresh_database, running

HELLO = "hello, is anybody there?"

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.drill]


@pytest.fixture
def postgres_server(postgres: str) -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture
def server(postgres_server: Postgres, tmp_path: Path) -> Iterator[Server]:
    """The program on a PostgreSQL that may go away, which is nothing to trace back in its log."""
    with fresh_database(postgres_server.url) as url, (tmp_path / "log").open("w") as errors:
        server = Server(tmp_path / "data", options=["--database", url], errors=errors)
        yield server
        server.stop()
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_message_waits_for_the_database_and_goes_out_once(
    postgres_server: Postgres, server: Server, browser: Browser
) -> None:
    page = browser.new_context(base_url=server.url).new_page()
    page.goto("/login")
    page.get_by_role("button", name="Continue as").first.click()
    page.get_by_role("link", name="sre-team").click()
    expect(page.locator("#messages")).to_have_attribute("data-state", "live")
    postgres_server.stop()
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.fill(HELLO)
    composer.press("Enter")
    expect(page.locator("[data-pending]")).to_contain_text(HELLO)
    postgres_server.start()
    expect(page.locator("#messages > [data-key] > .message-body").last).to_have_text(HELLO)
    expect(page.locator("[data-pending], [data-failed]")).to_have_count(0)
    page.reload()
    expect(page.locator("#messages .message-body").get_by_text(HELLO)).to_have_count(1)
    page.context.close()
