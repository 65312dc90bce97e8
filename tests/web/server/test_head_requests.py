"""HEAD is answered as GET, without the body."""

from nicegui import Client, core
from starlette.routing import Mount, Route

from tests.page_client import log_in


def gettable():
    """List the addresses that answer GET, those of NiceGUI and of the API among them."""
    for route in core.app.routes:
        for one in route.app.routes if isinstance(route, Mount) and hasattr(route.app, "routes") else [route]:
            if isinstance(one, Route) and "GET" in (one.methods or ()):
                prefix = route.path if isinstance(route, Mount) else ""
                yield prefix + one.path.replace("{room_id:path}", "1").replace("{room_id}", "1")


async def test_every_address_answers_head_as_it_answers_get(visitor):
    await log_in(visitor)
    paths = dict.fromkeys([*gettable(), "/assets/icon.svg", "/favicon.ico", "/nowhere"])  # each once: some are limited
    assert {"/", "/login", "/healthz", "/metrics", "/rooms", "/api/v1/rooms"} <= set(paths)
    for path in paths:
        got, head = await visitor.http_client.get(path), await visitor.http_client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers.get("content-type") == got.headers.get("content-type"), path


async def test_a_head_of_a_room_leaves_no_page_behind(visitor):
    await log_in(visitor)
    before = set(Client.instances)
    answer = await visitor.http_client.head("/rooms/1")
    assert answer.status_code == 200
    assert set(Client.instances) == before


async def test_what_can_only_be_posted_has_no_head(visitor):
    assert (await visitor.http_client.head("/logout")).status_code == 405
