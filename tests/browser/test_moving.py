"""A page in a real browser whose process ends: it moves to another one, with all that was begun."""

import re
import signal

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.ports import free_port
from tests.services import redis
from tests.services.nginx import BINARY, METRICS_TOKEN, MISSING, connected_clients, running

pytestmark = [pytest.mark.drill, pytest.mark.skipif(BINARY is None, reason=MISSING)]


def test_a_page_moves_with_draft_and_pending(browser: Browser, tmp_path) -> None:
    ports = (free_port(), free_port())
    with redis.running() as bus, running(tmp_path / "nginx", ports) as nginx:
        options = ("--public-url", nginx.url, "--trusted-proxies", "127.0.0.1", "--drain-seconds", "60")
        options += ("--metrics-token", METRICS_TOKEN, "--redis", bus.url)
        servers = [Server(tmp_path / "data", port, options=options) for port in ports]
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{nginx.url}/rooms/1")
        page.get_by_role("button", name="Continue as Adam").click()
        log = page.get_by_role("log")
        box = page.get_by_role("textbox", name="Message", exact=True)
        rows = log.locator("> [data-key]")
        expect(log).to_have_attribute("data-state", "live")
        box.fill("acknowledged")
        box.press("Enter")
        expect(rows.filter(has_text="acknowledged")).to_have_count(1)
        home = next(server for server in servers if connected_clients(server.url))

        context.set_offline(True)
        page.evaluate("window.socket.io.engine.close()")
        box.fill("said on the way")
        box.press("Enter")
        expect(page.locator("[data-pending]")).to_have_count(1)
        box.fill("half a")
        home.process.send_signal(signal.SIGTERM)
        while httpx.get(f"{home.url}/healthz").status_code == 200:
            pass
        context.set_offline(False)

        expect(rows.filter(has_text="said on the way")).to_have_count(1, timeout=30_000)
        expect(rows.filter(has_text="acknowledged")).to_have_count(1)
        expect(page.locator("[data-pending]")).to_have_count(0)
        expect(box).to_have_value("half a")
        expect(log).to_have_attribute("data-state", "live")
        expect(page).to_have_url(re.compile("/rooms/1$"))
        context.close()
        for server in servers:
            server.stop()
