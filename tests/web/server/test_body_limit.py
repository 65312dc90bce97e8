import json

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from chat.accounts import MAX_UPLOAD
from chat.text import MAX_BODY
from chat.web.server.body_limit import MAX_BODY_BYTES
from tests.browser.conftest import Server

UPLOAD = MAX_UPLOAD + MAX_BODY_BYTES


def in_pieces(size: int):
    """Send so much without saying how much it will be."""
    return (b"x" * 1000 for _ in range(size // 1000))


@pytest.mark.parametrize("path", ["/login", "/logout", "/nowhere", "/rooms/1", "/healthz"])
@pytest.mark.parametrize(
    "content", [b"x" * (MAX_BODY_BYTES + 1), in_pieces], ids=["of a told length", "of an untold length"]
)
def test_a_body_that_is_too_large_is_refused_unless_nobody_reads_it(direct: Server, path, content):
    with httpx.Client(base_url=direct.url, headers={"Content-Type": "application/x-www-form-urlencoded"}) as http:
        answer = http.post(path, content=content if isinstance(content, bytes) else content(2 * MAX_BODY_BYTES))
        if isinstance(content, bytes) or path == "/login":
            assert (answer.status_code, answer.text) == (413, "The request is too large.")


def test_a_form_of_many_parts_is_refused_too(direct: Server):
    with httpx.Client(base_url=direct.url) as http:
        answer = http.post("/login", files={f"file{number}": b"x" * 1000 for number in range(100)})
        assert (answer.status_code, answer.text) == (413, "The request is too large.")


def test_the_api_says_so_in_its_own_way(direct: Server):
    answer = httpx.post(f"{direct.url}/api/v1/rooms/1/messages", content=b"x" * 2 * MAX_BODY_BYTES)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_the_longest_message_fits_in_the_worst_of_spellings():
    assert len(json.dumps({"body": "\U0001f9d1" * MAX_BODY, "client_id": "x" * 64})) < MAX_BODY_BYTES


@pytest.fixture
async def http():
    app = FastAPI(max_body_size=MAX_BODY_BYTES)

    @app.post("/picture", max_body_size=UPLOAD)
    async def picture(request: Request) -> Response:
        return Response(str(len(await request.body())))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        yield http


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES + 1, 200), (5 * 1024 * 1024, 200), (UPLOAD + 1, 413)])
async def test_a_route_may_take_more(http, size, status):
    assert (await http.post("/picture", content=b"x" * size)).status_code == status
