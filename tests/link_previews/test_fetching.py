"""Fetching what is behind a link: what a page may do, and what nobody reaches by one."""

import asyncio
import gzip
import socket
from asyncio import BaseEventLoop
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from chat.link_previews import fetching
from chat.link_previews.fetching import Fetcher, TryLaterError
from chat.link_previews.items import Found
from chat.outgoing import ForbiddenAddressError, parsed, requests
from tests.link_previews.strangers import Strangers

PAGE = b"<title>A page</title>"
NOTHING = Found()


def picture(size: tuple[int, int] = (1200, 630)) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, "teal").save(content, "PNG")
    return content.getvalue()


async def test_a_page_is_fetched_with_a_small_picture(fetcher: Fetcher, strangers: Strangers) -> None:
    strangers.page("/p.png", picture(), "image/png")
    found = await fetcher.fetch(strangers.page("/", PAGE + b'<meta property="og:image" content="p.png">'))
    assert found.text.title == "A page"
    with Image.open(BytesIO(found.picture)) as small:
        assert (small.format, small.size) == ("WEBP", (360, 189))
    assert found.digest


async def test_the_server_says_who_asks_and_sends_no_cookies(fetcher: Fetcher, strangers: Strangers) -> None:
    strangers.page("/next", PAGE)
    strangers.page("/", b"", status="302 Found", headers="Location: /next\r\nSet-Cookie: a=b\r\n")
    assert (await fetcher.fetch(f"{strangers.url}/")).text.title == "A page"
    for request in strangers.asked:
        assert "user-agent: streamchat link preview (+https://chat.example.org)" in request.lower()
        assert f"host: 127.0.0.1:{strangers.port}" in request.lower()
        assert "cookie" not in request.lower()


@pytest.mark.parametrize("kind", ["image/svg+xml", "application/pdf", "application/json", ""])
async def test_what_is_no_page_has_no_preview(fetcher: Fetcher, strangers: Strangers, kind: str) -> None:
    assert await fetcher.fetch(strangers.page("/", PAGE, kind)) == NOTHING


async def test_a_page_that_is_not_there_has_no_preview(fetcher: Fetcher, strangers: Strangers) -> None:
    assert await fetcher.fetch(strangers.page("/", PAGE, status="403 Forbidden")) == NOTHING
    assert await fetcher.fetch(strangers.page("/", b"<title></title>")) == NOTHING


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_who_cannot_answer_now_is_asked_later(fetcher: Fetcher, strangers: Strangers, status: str) -> None:
    with pytest.raises(TryLaterError):
        await fetcher.fetch(strangers.page("/", PAGE, status=status))


async def test_what_is_packed_is_not_unpacked(fetcher: Fetcher, strangers: Strangers) -> None:
    bomb = gzip.compress(PAGE + bytes(50_000_000))
    assert await fetcher.fetch(strangers.page("/", bomb, headers="Content-Encoding: gzip\r\n")) == NOTHING


async def test_of_a_page_without_end_the_beginning_is_read(fetcher: Fetcher, strangers: Strangers) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
        while True:
            writer.write(bytes(65_536))
            await writer.drain()
            sent += 65_536

    strangers.pages["/"] = endless
    assert (await fetcher.fetch(f"{strangers.url}/")).text.title == "A page"
    assert sent < 20_000_000


async def test_a_server_that_never_ends_is_left(
    fetcher: Fetcher, strangers: Strangers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)

    async def drips(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    strangers.pages["/"] = drips
    with pytest.raises(TryLaterError):
        await fetcher.fetch(f"{strangers.url}/")


async def test_who_leads_to_what_is_no_address_has_no_preview(fetcher: Fetcher, strangers: Strangers) -> None:
    assert (
        await fetcher.fetch(strangers.page("/", b"", status="302 Found", headers="Location: http://[/\r\n")) == NOTHING
    )


async def test_who_leads_in_circles_is_left(fetcher: Fetcher, strangers: Strangers) -> None:
    strangers.page("/", b"", status="302 Found", headers="Location: /\r\n")
    assert await fetcher.fetch(f"{strangers.url}/") == NOTHING
    assert len(strangers.asked) == 1 + requests.MAX_REDIRECTS


@pytest.mark.parametrize("broken", [b"no picture", picture()[:300], b""])
async def test_a_picture_that_cannot_be_read_is_left_out(fetcher: Fetcher, strangers: Strangers, broken: bytes) -> None:
    strangers.page("/p.png", broken, "image/png")
    found = await fetcher.fetch(strangers.page("/", PAGE + b'<meta property="og:image" content="/p.png">'))
    assert (found.text.title, found.picture) == ("A page", b"")


# ---- nobody reaches inside

PRIVATE = [
    *("127.0.0.1", "127.1", "0177.0.0.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "localhost", "10.0.0.1"),
    *("192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
    *(
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ),
    *("[::127.0.0.1]", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost"),
]
"""Ways to write what is not public."""


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note whom somebody would connect to, and connect to nobody."""
    made: list[object] = []

    async def connect(_self: object, _protocol: object, *to: object, **_: object) -> None:
        made.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(BaseEventLoop, "create_connection", connect)
    return made


@pytest.mark.parametrize("host", PRIVATE)
async def test_what_is_not_public_is_never_asked(fetcher: Fetcher, host: str, connections: list[object]) -> None:
    with suppress(TryLaterError):  # there is no such name
        assert await fetcher.fetch(f"http://{host}/") == NOTHING
    assert connections == []


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "data:text/html,a", "//example.com", ""),
        *(
            "http://user@example.com/",
            "http://user:pass@example.com/",
            "http://example.com:22/",
            "https://example.com:80/",
        ),
        *("http://:80/", "http://example.com:99999/", "http://[/", f"http://example.com/{'a' * 3000}", "http://a..b/"),
    ],
)
async def test_only_web_pages_at_their_usual_place_are_asked(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        parsed(address)
    assert await fetcher.fetch(address) == NOTHING


@pytest.fixture
def first_only(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let only the first request through, as if what it leads to were inside; returns the paths that were asked for."""
    asked: list[str] = []
    resolve = requests.resolve

    async def once(parts: Any, **options: Any) -> str:
        asked.append(parts.path)
        if len(asked) > 1:
            raise ForbiddenAddressError(parts.hostname)
        return await resolve(parts, **options)

    monkeypatch.setattr(requests, "resolve", once)
    return asked


async def test_a_redirect_leads_nowhere_inside(fetcher: Fetcher, strangers: Strangers, first_only: list[str]) -> None:
    inside = strangers.page("/inside", b"<title>Secret</title>")
    start = strangers.page("/", b"", status="302 Found", headers=f"Location: {inside}\r\n")
    assert await fetcher.fetch(start) == NOTHING
    assert first_only == ["/", "/inside"]
    assert len(strangers.asked) == 1


async def test_a_picture_comes_from_nowhere_inside(
    fetcher: Fetcher, strangers: Strangers, first_only: list[str]
) -> None:
    strangers.page("/p.png", picture(), "image/png")
    found = await fetcher.fetch(strangers.page("/", PAGE + b'<meta property="og:image" content="/p.png">'))
    assert (found.text.title, found.picture) == ("A page", b"")
    assert first_only == ["/", "/p.png"]


async def test_the_connection_is_made_to_the_address_that_was_looked_up(
    fetcher: Fetcher, strangers: Strangers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is looked at and private when it is connected to (DNS rebinding)."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        looked_up.append(str(host))
        return real("127.0.0.1", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    strangers.page("/", PAGE)
    found = await fetcher.fetch(f"http://changes.example:{strangers.port}/")
    assert found.text.title == "A page"
    assert [host for host in looked_up if host != "127.0.0.1"] == ["changes.example"], "once, by us"
