"""The server goes away and comes back; what was open and what was said goes on."""

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.drill


def cmdline(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0")


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


def test_the_inspector_lets_the_server_restart_and_shows_how_the_page_catches_up(browser: Browser, tmp_path) -> None:
    server = Server(tmp_path / "data")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/rooms/1")
    page.get_by_role("button", name="Continue as Steven").click()  # the demo's administrator
    log = page.get_by_role("log")
    box = page.get_by_role("textbox", name="Message", exact=True)
    panel = page.get_by_role("region", name="Stream inspector")
    expect(log).to_have_attribute("data-state", "live")
    page.get_by_role("button", name="Inspect streams").click()
    panel.get_by_role("tab", name="Fault lab").click()

    panel.get_by_role("button", name="Restart the server").click()
    expect(panel.locator(".si-verdict")).to_have_text("Restarting…")
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    box.fill("said to nobody")
    box.press("Enter")
    assert server.process.stdout
    assert "ready" in server.process.stdout.readline(), "the same process is there again"

    expect(log.locator("> [data-key]").filter(has_text="said to nobody")).to_have_count(1, timeout=20_000)
    expect(panel.locator(".si-verdict")).to_contain_text("Equal to the server")
    expect(panel.get_by_role("tab", name="Fault lab")).to_have_attribute("aria-selected", "true")
    expect(panel.get_by_role("listitem").filter(has_text="the server, after")).to_have_count(1)
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    assert (server.process.poll(), children) == (None, "")
    assert server.process.args[1:] == cmdline(server.process.pid)[1:]
    context.close()
    server.stop()
    assert server.process.returncode == 0, "it ends like any other"
