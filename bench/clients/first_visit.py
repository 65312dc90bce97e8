"""A browser that has kept nothing, and all that it asks the server for to show a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext


@dataclass(frozen=True, slots=True)
class Place:
    """A page: where it is, and what is there once it is live."""

    url: str  # of the server
    path: str
    live: str
    needs_login: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, what came, and the bytes of it on the wire, headers included."""

    path: str
    kind: str  # as DevTools call it: Document, Script, Stylesheet, …
    wire_bytes: int


NETWORKS = {
    "fast 3G (150 ms, 1.6 Mbit/s)": {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8},
    "DevTools' fast 3G (563 ms, 1.44 Mbit/s)": {
        "latency": 562.5,
        "downloadThroughput": 1.44e6 / 8,
        "uploadThroughput": 675e3 / 8,
    },
}
"""Milliseconds of a round trip, and bytes a second; DevTools count more for what they do not slow."""

CPU_RATE = 4


def both_visits(browser: Browser, place: Place) -> tuple[list[Request], list[Request]]:
    """Open a page twice in new windows of a fresh browser; return what each asked the network for until it was live."""
    context = _context(browser, place)
    first = _visit(context, place)
    later = [one for one in _visit(context, place) if one.wire_bytes]
    context.close()
    return first, later


def time_to_live(browser: Browser, place: Place, network: str) -> float:
    """Open a page on a slow network and a slow processor, with nothing kept, and return the seconds until it is live.

    DevTools slow requests alone: the socket is as fast as ever.
    """
    context = _context(browser, place)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", {**NETWORKS[network], "offline": False})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_RATE})
    page.goto(f"{place.url}{place.path}", wait_until="commit")
    page.wait_for_selector(place.live)
    milliseconds: float = page.evaluate("performance.now()")
    context.close()
    return milliseconds / 1000


def _context(browser: Browser, place: Place) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    if place.needs_login:
        people = re.findall(r'name="user_id" value="(\d+)"', context.request.get(f"{place.url}/login").text())
        context.request.post(f"{place.url}/login/demo", form={"user_id": people[0]}, max_redirects=0)
    return context


def _visit(context: BrowserContext, place: Place) -> list[Request]:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    told: list[tuple[str, dict[str, Any]]] = []
    for event in ("requestWillBeSent", "responseReceived", "loadingFinished"):
        devtools.on(f"Network.{event}", lambda args, event=event: told.append((event, args)))
    devtools.send("Network.enable")
    page.goto(f"{place.url}{place.path}")
    page.wait_for_selector(place.live)
    page.wait_for_load_state("networkidle")
    page.close()
    return list(_requests(told, place.url))


def _requests(told: list[tuple[str, dict[str, Any]]], url: str) -> Iterator[Request]:
    sent = {args["requestId"]: args for event, args in told if event == "requestWillBeSent"}
    sizes = {args["requestId"]: args["encodedDataLength"] for event, args in told if event == "loadingFinished"}
    for number, args in sent.items():
        if args["request"]["url"].startswith(url):
            yield Request(args["request"]["url"].removeprefix(url), args["type"], int(sizes.get(number, 0)))
