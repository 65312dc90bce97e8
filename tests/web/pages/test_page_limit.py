"""One account has so many pages open and no more; who has few is never asked."""

import sys

import pytest
from nicegui import Client
from nicegui.testing import User as Visitor

from tests.page_client import log_in

MOST = 3


@pytest.fixture
async def adam(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody with as many pages open as one may have, each of which has just been fetched."""
    monkeypatch.setattr(sys.modules["chat.web.pages.page_limit"], "MOST_PAGES", MOST)
    await log_in(visitor)
    for _ in range(MOST):
        assert (await visitor.http_client.get("/rooms/1")).status_code == 200
    return visitor


async def test_one_page_too_many_is_refused_with_what_to_do(adam: Visitor) -> None:
    for path in ("/rooms", "/rooms/1", "/rooms/999"):
        response = await adam.http_client.get(path)
        assert (path, response.status_code) == (path, 429)
        assert f"You have {MOST} pages of StreamChat open. Close some of them" in response.text
        assert int(response.headers["retry-after"]) > 0
    assert len(Client.instances) == MOST
    assert (await adam.http_client.get("/settings")).status_code == 200, "where other browsers are logged out"


async def test_the_oldest_page_without_a_socket_makes_room(adam: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = Client.instances.values()
    for client in (second, third):
        client.created -= 20
    monkeypatch.setattr(Client, "has_socket_connection", property(lambda client: client is third))
    assert (await adam.http_client.get("/rooms/1")).status_code == 200
    assert second.is_deleted, "not the one that is just loading, nor the one that somebody looks at"
    assert not first.is_deleted
    assert not third.is_deleted
    assert (await adam.http_client.get("/rooms/1")).status_code == 429


async def test_others_are_not_concerned(adam: Visitor) -> None:
    adam.http_client.cookies.clear()
    await log_in(adam, email="blake@streamchat.io")
    assert (await adam.http_client.get("/rooms/1")).status_code == 200
