import gzip

import httpx
import pytest
from nicegui import __version__

from chat.web.server import file_cache
from chat.web.server.file_cache import FileCacheMiddleware

VUE = f"/_nicegui/{__version__}/static/vue.esm-browser.js"


class App:
    """Answers with as many bytes as its address says, and counts how often."""

    asked = 0

    async def __call__(self, scope, _receive, send):
        self.asked += 1
        size = int(scope["path"].rpartition("/")[2])
        status = 200 if size else 404
        headers = [(b"etag", b'"x"'), (b"content-length", str(size).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x" * (size // 2), "more_body": True})
        await send({"type": "http.response.body", "body": b"x" * (size - size // 2)})


@pytest.fixture
def app():
    return App()


@pytest.fixture
async def http(app):
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(FileCacheMiddleware(app)), base_url="http://test"
    ) as http:
        yield http


@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-1"}, {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}]
)
async def test_a_file_is_made_ready_once_however_it_is_asked_for(http, app, headers):
    for number in range(3):
        answer = await http.get(f"/assets/1000?v={number}", headers=headers)
        assert (answer.status_code, len(answer.content)) == (200, 1000)
    assert app.asked == 1


async def test_whoever_has_it_is_told_so(http):
    await http.get("/assets/1000")
    answer = await http.get("/assets/1000", headers={"If-None-Match": '"x"'})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/rooms/1000", "/assets/0", f"/_nicegui/{__version__}/dynamic_resources/1000", f"/assets/{5 * 1024 * 1024}"],
)
async def test_what_is_no_file_or_too_large_is_not_kept(http, app, path):
    await http.get(path)
    await http.get(path)
    assert app.asked == 2


async def test_what_was_not_asked_for_longest_is_forgotten(http, app, monkeypatch):
    monkeypatch.setattr(file_cache, "MAX_ALL", 2500)
    for size in (1000, 1001, 1000, 1002, 1000, 1001):
        await http.get(f"/assets/{size}")
    assert app.asked == 4


def test_browsers_get_it_packed_and_whoever_cannot_unpack_gets_it_plain(direct):
    plain = httpx.get(f"{direct.url}{VUE}", headers={"Accept-Encoding": "identity"})
    for _ in range(2):
        with httpx.stream("GET", f"{direct.url}{VUE}", headers={"Accept-Encoding": "gzip"}) as packed:
            assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["cache-control"] == plain.headers["cache-control"]
        assert packed.headers["vary"] == "Accept-Encoding"
        head = httpx.head(f"{direct.url}{VUE}", headers={"Accept-Encoding": "gzip"})
        assert (head.headers["content-encoding"], head.content) == ("gzip", b"")


PACKED = gzip.compress(b"x" * 1000, mtime=0)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([(b"content-length", b"1000")], b"x" * 1000),
        ([(b"content-encoding", b"gzip")], PACKED),
        ([(b"content-encoding", b"gzip"), (b"content-length", str(len(PACKED)).encode())], PACKED),
    ],
)
@pytest.mark.parametrize("part", [0, 0.5, 0.99])
async def test_what_was_sent_in_part_to_somebody_who_has_left_is_sent_wholly_to_the_next(headers, body, part):
    asked = 0
    heard = []

    async def app(_scope, _receive, send):
        nonlocal asked
        asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body[: int(len(body) * part)] if asked == 1 else body})

    async def send(message):
        heard.append(message.get("body"))

    cache = FileCacheMiddleware(app)
    scope = {"type": "http", "method": "GET", "path": "/assets/x", "headers": [(b"accept-encoding", b"gzip")]}
    for _ in range(3):
        await cache(scope, None, send)
    assert heard[1::2][1:] == [body, body]
    assert asked == 2
