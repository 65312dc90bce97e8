"""Whatever a member or an administrator can do again and again has a limit, by account."""

import pytest
from nicegui import app
from nicegui.element import Element
from nicegui.testing import User as Visitor
from starlette.routing import Route

from chat.web.components.room_view.room_view import RoomView
from chat.web.server import limits
from chat.web.server.throttle import Throttle
from models import Message, Room, User, db
from tests.page_client import alert, log_in, log_in_as_administrator, post

AT_THE_DOOR = {"/setup", "/register", "/login", "/login/demo", "/logout", "/forgot", "/reset/{token}"}
"""Forms of people who are not in: these have limits of their own, by address."""


@pytest.fixture
def one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each account send one form, instead of a hundred."""
    monkeypatch.setattr(limits, "FORMS", Throttle("forms", rate=1e-3, burst=1))


def form_paths() -> list[str]:
    routes = [route for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    return [route.path for route in routes if route.path not in AT_THE_DOOR]


async def test_every_form_counts_by_account(visitor: Visitor, one_form: None) -> None:
    await log_in_as_administrator(visitor)
    paths = form_paths()
    assert {"/rooms/new", "/admin/people/role", "/settings/name"} <= set(paths)
    await post(visitor, "/rooms/new", name="")
    for path in paths:
        response = await post(visitor, path, room_id=1, user_id=1)
        assert (path, response.status_code) == (path, 429)
        assert alert(response).startswith("Try again in ")
        assert int(response.headers["retry-after"]) > 0


async def test_nobody_makes_rooms_without_end_and_what_was_typed_stays(visitor: Visitor) -> None:
    await log_in(visitor)
    responses = [await post(visitor, "/rooms/new", name=f"room-{number}") for number in range(30)]
    made = [response.status_code for response in responses].count(303)
    with db.connection_context():
        assert Room.select().where(Room.name.startswith("room-")).count() == made < 30
    assert responses[-1].status_code == 429
    assert 'value="room-29"' in responses[-1].text
    visitor.http_client.cookies.clear()
    await log_in(visitor, email="blake@streamchat.io")
    assert (await post(visitor, "/rooms/new", name="lunch")).status_code == 303, "others may"


async def test_who_edits_too_fast_is_told_when_to_try_again(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(Element, "run_method", lambda _element, *call: told.append(call))
    await log_in(visitor)
    page = await visitor.open("/rooms/1")
    column = next(part for part in page.elements.values() if isinstance(part, RoomView))
    with db.connection_context():
        mine = str(Message.select().join(User).where(Message.room == 1, User.name.startswith("Adam")).first().id)
    for number in range(110):
        await column._act("edit", mine, {"body": f"version {number}"})
    answers = [call[0] for call in told]
    assert answers == sorted(answers), "first done, then refused"
    assert (told[-1][:2], str(told[-1][2])[:13]) == (("actionRefused", mine), "Try again in ")
    await column._act("delete", mine, {})
    assert told[-1][0] == "actionRefused", "deletions count with edits"
