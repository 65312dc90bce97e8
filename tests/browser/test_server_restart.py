"""The server goes away and comes back; what was open and what was said goes on."""

import re
import signal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.drill


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_pages_survive_a_restart_with_room_draft_and_pending(browser: Browser, tmp_path, how) -> None:
    server = Server(tmp_path / "data")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/rooms/1")
    page.get_by_role("button", name="Continue as Adam").click()
    log = page.get_by_role("log")
    box = page.get_by_role("textbox", name="Message", exact=True)
    expect(log).to_have_attribute("data-state", "live")
    box.fill("acknowledged")
    box.press("Enter")
    expect(log.locator("> [data-key]").filter(has_text="acknowledged")).to_have_count(1)
    expect(page.locator("[data-pending]")).to_have_count(0)

    server.stop(how)
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    box.fill("said to nobody")
    box.press("Enter")
    expect(page.locator("[data-pending]")).to_have_count(1)
    box.fill("half a")
    server.start()

    expect(log.locator("> [data-key]").filter(has_text="said to nobody")).to_have_count(1, timeout=20_000)
    expect(log.locator("> [data-key]").filter(has_text="acknowledged")).to_have_count(1)
    expect(page.locator("[data-pending]")).to_have_count(0)
    expect(box).to_have_value("half a")
    expect(page).to_have_url(re.compile("/rooms/1$"))
    context.close()
    server.stop()
