"""A browser that has kept nothing, and all that it asks the server for to show a room."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, what came, and the bytes of it on the wire, headers included."""

    path: str
    kind: str  # as DevTools call it: Document, Script, Stylesheet, …
    wire_bytes: int


FAST_3G = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "offline": False}
"""Milliseconds of a round trip, and bytes a second."""

CPU_RATE = 4


def first_visit(browser: Browser, url: str, room: int) -> list[Request]:
    """Log in without a page, open a room, and return all requests until it is live and nothing more is asked for."""
    context = _logged_in(browser, url)
    visit = _visit(context, url, room)
    context.close()
    return visit


def later_visit(browser: Browser, url: str, room: int) -> list[Request]:
    """Open a room twice in new windows, and return what the second one asked the network for."""
    context = _logged_in(browser, url)
    _visit(context, url, room)
    visit = _visit(context, url, room)
    context.close()
    return [one for one in visit if one.wire_bytes]


def time_to_live(browser: Browser, url: str, room: int) -> float:
    """Open a room on a slow network and a slow processor, with nothing kept, and return the seconds until it is live.

    DevTools slow requests alone: the socket is as fast as ever.
    """
    context = _logged_in(browser, url)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", FAST_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_RATE})
    page.goto(f"{url}/rooms/{room}", wait_until="commit")
    page.wait_for_selector('#messages[data-state="live"]')
    milliseconds: float = page.evaluate("performance.now()")
    context.close()
    return milliseconds / 1000


def _logged_in(browser: Browser, url: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    _log_in(context, url)
    return context


def _visit(context: BrowserContext, url: str, room: int) -> list[Request]:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    told: list[tuple[str, dict[str, Any]]] = []
    for event in ("requestWillBeSent", "responseReceived", "loadingFinished"):
        devtools.on(f"Network.{event}", lambda args, event=event: told.append((event, args)))
    devtools.send("Network.enable")
    page.goto(f"{url}/rooms/{room}")
    page.wait_for_selector('#messages[data-state="live"]')
    page.wait_for_load_state("networkidle")
    page.close()
    return list(_requests(told, url))


def _log_in(context: BrowserContext, url: str) -> None:
    people = re.findall(r'name="user_id" value="(\d+)"', context.request.get(f"{url}/login").text())
    context.request.post(f"{url}/login/demo", form={"user_id": people[0]}, max_redirects=0)


def _requests(told: list[tuple[str, dict[str, Any]]], url: str) -> Iterator[Request]:
    sent = {args["requestId"]: args for event, args in told if event == "requestWillBeSent"}
    sizes = {args["requestId"]: args["encodedDataLength"] for event, args in told if event == "loadingFinished"}
    for number, args in sent.items():
        if args["request"]["url"].startswith(url):
            yield Request(args["request"]["url"].removeprefix(url), args["type"], int(sizes.get(number, 0)))
