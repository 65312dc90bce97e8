"""A room's page as a browser gets it: the login form, the cookie, the HTML, and what a script must know of it."""

import ast
import gzip
import json
import re
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/156.0.0.0 Safari/537.36",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
}
"""What Chromium sends along; the server keeps it for as long as a page lives."""

SESSIONS = 150
"""Of each of three processes at most: the demo has ten people, who may have 50 sessions each. Later viewers are further
tabs in earlier ones' browsers."""

_cookies: dict[tuple[str, int], dict[str, str]] = {}

ENTITIES = (("&#36;", "$"), ("&#96;", "`"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"))
"""As `parseElements` in nicegui.js undoes them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's HTML, how large it was on the wire, and what NiceGUI's script reads from it."""

    html: str
    wire_bytes: int
    elements: dict[str, Any]
    query: dict[str, Any]
    cookie: str
    address: str

    def listener(self, event: str) -> tuple[int, str]:
        """Find the element and the listener of an event: a topic's stream or, for what only one element has, that."""
        found = [
            (int(element_id), str(listener["listener_id"]), bool(element.get("props", {}).get("topic")))
            for element_id, element in self.elements.items()
            for listener in element.get("events", ())
            if listener["type"] == event
        ]
        element, listener_id, _ = max(found, key=lambda one: (one[2], one[0]))  # the sidebar's comes before the room's
        return element, listener_id

    @property
    def room_list(self) -> tuple[int, str, int]:
        """Find the element and the listener by which the list of rooms catches up, and its revision."""
        return next(
            (int(element_id), str(listener["listener_id"]), int(element["props"]["since"]))
            for element_id, element in self.elements.items()
            for listener in element.get("events", ())
            if listener["type"] == "follow" and element["props"]["topic"].startswith("room-list:")
        )

    @property
    def stream(self) -> dict[str, Any]:
        """The props of the stream of messages."""
        props: dict[str, Any] = self.elements[str(self.listener("follow")[0])]["props"]
        return props


def new_session(person: int) -> aiohttp.ClientSession:
    """Return a fresh browser: no cookies, no open connections, and an address of its own, as by a proxy's word."""
    address = f"10.{person >> 16 & 255}.{person >> 8 & 255}.{person & 255}"
    return aiohttp.ClientSession(
        headers={**BROWSER, "X-Forwarded-For": address},
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        auto_decompress=False,
        raise_for_status=True,
    )


async def log_in(browser: aiohttp.ClientSession, url: str, person: int) -> None:
    """Press one of the login form's "Continue as …" buttons, unless that browser has done so before."""
    if known := _cookies.get((url, person % SESSIONS)):
        browser.cookie_jar.update_cookies(known, URL(url))
        return
    async with browser.get(f"{url}/login", headers={"Accept-Encoding": "identity"}) as response:
        people = re.findall(r'name="user_id" value="(\d+)"', await response.text())
    form = {"return_to": "/rooms", "user_id": people[person % len(people)]}
    async with browser.post(f"{url}/login/demo", data=form, headers={"Origin": url}, allow_redirects=False) as response:
        if response.status != 303:
            raise RuntimeError(f"login was answered with {response.status}")
    cookies = browser.cookie_jar.filter_cookies(URL(url))
    _cookies[url, person % SESSIONS] = {name: morsel.value for name, morsel in cookies.items()}


async def get_page(browser: aiohttp.ClientSession, url: str, room: int, encoding: str = "gzip") -> Page:
    """Load a room's page."""
    return await load(browser, f"{url}/rooms/{room}", encoding)


async def load(browser: aiohttp.ClientSession, url: str, encoding: str = "gzip") -> Page:
    """Load a NiceGUI page."""
    headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": encoding, "Upgrade-Insecure-Requests": "1"}
    async with browser.get(url, headers=headers, allow_redirects=False) as response:
        body = await response.read()
        packed = response.headers.get("Content-Encoding") == "gzip"
    html = (gzip.decompress(body) if packed else body).decode()
    cookies = browser.cookie_jar.filter_cookies(URL(url)).values()
    cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in cookies)
    return Page(html, len(body), _elements(html), _query(html), cookie, browser.headers["X-Forwarded-For"])


def elements_literal(html: str) -> str:
    """Return the part of a page that describes its elements, escaped as it was sent."""
    match = re.search(r"parseElements\(String\.raw`(.*?)`\)", html, re.DOTALL)
    if match is None:
        raise RuntimeError(f"this is no NiceGUI page: {html[:200]}")
    return match[1]


def _elements(html: str) -> dict[str, Any]:
    text = elements_literal(html)
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    elements: dict[str, Any] = json.loads(text)
    return elements


def _query(html: str) -> dict[str, Any]:
    match = re.search(r"^\s*query: (\{.*\}),$", html, re.MULTILINE)
    if match is None:
        raise RuntimeError("the page does not say how to connect")
    query: dict[str, Any] = ast.literal_eval(match[1])
    return query
