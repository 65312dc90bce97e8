"""Whatever a member or an administrator can do again and again has a limit, by account."""

import re

import pytest
from nicegui import app
from nicegui.events import GenericEventArguments
from nicegui.testing import User as Visitor
from starlette.routing import Route

from chat.web.components.layout import layout
from chat.web.components.layout.layout import Navigation
from chat.web.server import limits
from chat.web.server.throttle import Throttle
from models import Message, Room, User, db
from tests.page_client import entry, log_in, log_in_as_administrator, post

AT_THE_DOOR = {
    "/setup",
    "/register",
    "/login",
    "/login/demo",
    "/logout",
    "/forgot",
    "/reset/{token}",
    "/unsubscribe/{token}",
}
"""Forms of people who are not in: these have limits of their own, by address."""

BY_SCRIPT = {"/rooms/{room_id}/read", "/rooms/{room_id}/files"}
"""What a script sends and nobody fills in: it counts as what it stands for: read marks, files."""


BY_PROGRAM = {"/hooks/{token:path}"}
"""What programs post to, who have no account: it has a limit of its own, by webhook."""


@pytest.fixture
def one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each account send one form, instead of a hundred."""
    monkeypatch.setattr(limits, "FORMS", Throttle("forms", rate=1e-3, burst=1))


def form_paths() -> list[str]:
    routes = [route for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    return [
        re.sub(r"{[^}]*}", "1", route.path)
        for route in routes
        if route.path not in AT_THE_DOOR | BY_SCRIPT | BY_PROGRAM
    ]


async def test_every_form_counts_by_account(visitor: Visitor, one_form: None) -> None:
    await log_in_as_administrator(visitor)
    paths = form_paths()
    assert {"/rooms/new", "/admin/people/role", "/settings/profile"} <= set(paths)
    await post(visitor, "/rooms/new", name="")
    for path in paths:
        response = await post(visitor, path, room_id=1, user_id=1)
        assert (path, response.status_code) == (path, 429)
        assert "Try again in " in response.text, path
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


async def test_who_edits_too_fast_has_to_wait(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[str] = []
    monkeypatch.setattr(layout, "call_once", lambda _element, answer, *_: answers.append(answer))
    await log_in(visitor)
    page = await visitor.open("/rooms/1")
    navigation = next(part for part in page.elements.values() if isinstance(part, Navigation))
    with db.connection_context():
        mine = str(Message.select().join(User).where(Message.room == 1, User.name.startswith("Adam")).first().id)

    async def perform(**entry_of: str) -> None:
        sent = entry(key=mine, **entry_of)
        await navigation._handle_perform(GenericEventArguments(sender=navigation, client=page, args=sent))

    for number in range(110):
        await perform(action="edit", client_id=f"edit-number-{number}", body=f"version {number}")
    assert answers == ["performed"] * answers.count("performed") + ["postponed"] * answers.count("postponed")
    assert answers.count("postponed") > 0
    await perform(action="delete", client_id="the-deletion")
    assert answers[-1] == "postponed", "deletions count with edits"
