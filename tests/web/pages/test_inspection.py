"""Who has the stream inspector, what the server tells it, and who may let it restart."""

from typing import Any

import pytest
from nicegui.testing import User as Visitor

from chat.elements.inspector import StreamInspector
from chat.errors import NotSignedIn
from chat.web.server.restart import restart
from models import Session, Setting, User, db
from tests.page_client import log_in, log_in_as_administrator, page


def is_no_demo() -> None:
    with db.connection_context():
        Setting.delete().where(Setting.name == "demo").execute()


async def opened_inspector(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> tuple[StreamInspector, list[Any]]:
    """Open a room; return its inspector, and the list of what it sends."""
    sent: list[Any] = []
    monkeypatch.setattr(StreamInspector, "run_method", lambda _, *args: sent.append(args))
    client = await visitor.open("/rooms/1")
    return next(each for each in client.elements.values() if isinstance(each, StreamInspector)), sent


async def test_on_a_demo_everybody_may_inspect(visitor: Visitor) -> None:
    await log_in(visitor)
    for path in ("/rooms", "/rooms/1"):
        assert "Inspect streams" in await page(visitor, path)


async def test_elsewhere_only_administrators_may(visitor: Visitor) -> None:
    is_no_demo()
    await log_in(visitor)
    for path in ("/rooms", "/rooms/1"):
        text = await page(visitor, path)
        assert "Inspect streams" not in text
        assert '"tag":"nicegui-stream_inspector"' not in text
    await log_in_as_administrator(visitor)
    assert "Inspect streams" in await page(visitor, "/rooms/1")


async def test_the_server_counts_what_it_holds(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    await log_in(visitor)
    inspector, sent = await opened_inspector(visitor, monkeypatch)
    await inspector._handle_count()
    counts = sent[0][1]
    assert counts == {"messages": 0, "rooms": 0}


async def test_who_may_no_longer_inspect_is_told_nothing(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    await log_in_as_administrator(visitor)
    inspector, sent = await opened_inspector(visitor, monkeypatch)
    is_no_demo()
    await inspector._handle_count()
    assert sent[-1][0] == "showCounts"
    with db.connection_context():
        User.update(role="member").execute()
    await inspector._handle_count()
    assert sent[-1] == ("refuse",)


# ---- restarting the server

BUTTON = "can-restart"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the server be one that can restart; the list says how often it was told to."""
    begun: list[str] = []
    monkeypatch.setattr(restart, "is_possible", True)
    monkeypatch.setattr(restart, "begin", lambda: begun.append("restart"))
    return begun


@pytest.mark.usefixtures("begun")
async def test_a_demo_s_administrator_may_restart_the_server_and_nobody_else(visitor: Visitor) -> None:
    await log_in(visitor)
    assert BUTTON not in await page(visitor, "/rooms/1")
    await log_in_as_administrator(visitor)
    assert BUTTON in await page(visitor, "/rooms/1")
    is_no_demo()
    assert BUTTON not in await page(visitor, "/rooms/1")


async def test_there_is_no_button_where_the_server_cannot_restart(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart, "is_possible", False)
    await log_in_as_administrator(visitor)
    assert BUTTON not in await page(visitor, "/rooms/1")


async def test_who_may_restart_is_asked_each_time(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, begun: list[str]
) -> None:
    await log_in_as_administrator(visitor)
    inspector, sent = await opened_inspector(visitor, monkeypatch)
    await inspector._handle_restart()
    assert (begun, sent) == (["restart"], [])
    is_no_demo()
    await inspector._handle_restart()
    assert sent.pop() == ("refuseRestart",)
    with db.connection_context():
        User.update(role="member").execute()
    await inspector._handle_restart()
    assert sent.pop() == ("refuse",), "who may not even look"
    with db.connection_context():
        Session.delete().execute()
    with pytest.raises(NotSignedIn):
        await inspector._handle_restart()
    assert begun == ["restart"]


async def test_a_page_without_the_button_cannot_restart_the_server(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, begun: list[str]
) -> None:
    await log_in(visitor)
    inspector, sent = await opened_inspector(visitor, monkeypatch)
    assert "restart" not in {listener.type for listener in inspector._event_listeners.values()}
    await inspector._handle_restart()
    assert (begun, sent) == ([], [])
