"""Hostile texts in every field that takes any: kept as words or refused in words, never an error of ours."""

import re
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from fastapi.routing import APIRoute
from nicegui import app
from nicegui.testing import User as Visitor

from chat import accounts, messages, rooms
from chat.accounts import user_by_id
from chat.accounts.items import Identity, UserItem
from chat.errors import ChatError
from chat.messages.items import MessageItem
from chat.rooms.items import OwnRoomItem, RoomItem, SeenRoom
from chat.rooms.queries import room_item
from chat.text import MAX_DESCRIPTION, clean_body, clean_email, clean_line, clean_name
from chat.web.components.message_list.formatted import is_long
from chat.web.components.message_list.message import render_message
from chat.web.components.shared.templates import render
from chat.web.components.sidebar.sidebar import render_room_link
from chat.web.user_agent import BROWSERS, SYSTEMS, device_name
from models import Room, Session, User, now_ms
from tests.browser.hostile.forms import ADDRESSES, FORMS, SETUP
from tests.hostile_texts import accepted, spread, texts

PLAIN = {"article", "div", "b", "a", "bdi"}
ATTRIBUTES = {"class", "href", "target", "rel"}
FEW = spread(texts(), 300)
"""For what writes into a database."""

SENT_IN_VAIN = {
    ("/admin", "people"),
    ("/admin", "show"),
    ("/admin/rooms", "rooms"),
    ("/admin/rooms", "show"),
    ("/logout", "session_id"),
    ("/settings/password", "username"),
    ("/rooms/{room_id}/members/remove", "role"),
    ("/messages/new", "people"),
    ("/messages/new#people", "person"),
    ("/messages/new#people", "people"),
    ("/people#people", "people"),
    ("/rooms/browse#rooms", "rooms"),
    ("/rooms/{room_id}/members/add#people", "people"),
}
"""What browsers send and no posted form reads: fields of forms with several buttons, searches, and one for password
managers."""


class Drawn(HTMLParser):
    """Reads a row as a browser does: what tags and attributes there are, and what is left to read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs if not name.startswith("data-")}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_there_are_thousands_and_always_the_same() -> None:
    assert len(texts()) > 2500
    before = texts()
    texts.cache_clear()
    assert texts() == before


def test_in_a_message_they_are_words() -> None:
    bodies = accepted(clean_body)
    assert len(bodies) > 2000
    for body in bodies:
        message = MessageItem(
            id=1, room_id=1, author=UserItem(7, "Ada"), body=body, created_at=1, revision=1, created_revision=1
        )
        drawn = Drawn(render_message.__wrapped__(message))
        is_folded = is_long(body)
        assert drawn.tags <= PLAIN | ({"button"} if is_folded else set())
        assert drawn.attributes <= ATTRIBUTES | ({"type", "aria-expanded"} if is_folded else set())
        assert drawn.text == f"Ada{body}{'Show more' * is_folded}"
        assert all(link.lower().startswith(("http://", "https://")) for link in drawn.links)


def test_as_a_name_they_are_words() -> None:
    names = accepted(clean_name)
    assert len(names) > 1200
    for name in names:
        drawn = Drawn(render_room_link(OwnRoomItem(RoomItem(1, name, name))))
        assert (drawn.tags, drawn.links) == ({"a", "span"}, ["/rooms/1"])
        assert drawn.text == 2 * name
        seen = SeenRoom(RoomItem(1, name, name))
        header = Drawn(render("layout/room_header.html", title=name, seen=seen, can_inspect=False))
        assert header.tags == {"a", "button", "circle", "div", "h1", "p", "path", "span", "svg"}


@pytest.mark.parametrize(
    ("clean", "args"),
    [(clean_body, ()), (clean_name, ()), (clean_line, (MAX_DESCRIPTION, "It")), (clean_email, ())],
)
def test_what_has_been_made_fit_to_be_stored_is_so(clean, args) -> None:
    for text in accepted(clean, *args):
        assert clean(text, *args) == text
        text.encode()  # no half characters


def test_a_browser_that_calls_itself_names_has_an_ordinary_one() -> None:
    ordinary = {*BROWSERS.values(), *SYSTEMS.values(), "A browser"}
    assert {part for text in texts() for part in device_name(f"{text} Firefox/1").split(" on ")} <= ordinary


@pytest.mark.drill
@pytest.mark.parametrize("field", ["message", "room", "name", "email", "password", "token", "role", "registration"])
async def test_in_every_field_they_are_kept_or_refused(ada: UserItem, room: RoomItem, field: str) -> None:
    User.update(role="administrator").where(User.id == ada.id).execute()
    session = Session.create(token_hash="x", user=ada.id, expires_at=now_ms() + 60_000)
    identity = Identity(session.id, ada, now_ms())
    act = {
        "message": lambda text: messages.send_message(ada, room.id, text),
        "room": lambda text: rooms.rename_room(ada, room.id, text[:80], text[:300]),
        "name": lambda text: accounts.change_name(ada, text),
        "email": lambda text: accounts.change_email(identity, text),
        "password": lambda text: accounts.log_in(text[:100], text),
        "token": lambda text: accounts.reset_password(text, text),
        "role": lambda text: accounts.set_role(identity, ada.id, text),
        "registration": lambda text: accounts.set_registration(identity, text),
    }[field]
    for text in FEW[:: 40 if field == "password" else 1]:  # hashing is slow, as it has to be
        with suppress(ChatError):
            await act(text)
    assert user_by_id(ada.id).is_administrator


async def test_a_room_that_nobody_renamed_keeps_its_name(ada: UserItem, room: RoomItem) -> None:
    for text in FEW:
        with pytest.raises(ChatError):
            await rooms.rename_room(ada, room.id, text)
    assert room_item(Room.get_by_id(room.id)) == room


async def test_every_field_of_a_page_is_gone_through_by_a_browser(visitor: Visitor) -> None:
    """What forms post and what addresses hold, as the routes read it, is what the tests in a browser go through."""
    read: set[tuple[str, str]] = {("/settings/picture", "picture"), ("/admin/team/logo", "picture")}  # read by hand
    read |= {("/settings/bots/picture", "picture"), ("/settings/bots/picture", "bot_id")}
    read |= {("/setup/team", field) for field in ("name", "picture", "skip")}  # and these
    by_script: tuple[str, ...] = (
        "/settings/notifications/subscribe",
        "/settings/notifications/unsubscribe",
    )  # in tests of Web Push
    by_script += ("/rooms/{room_id}/read",)  # a number, of a page that goes
    asked: set[str] = set()
    for route in (route for route in app.routes if isinstance(route, APIRoute)):
        if not route.path.startswith(("/api", "/_nicegui", "/assets", *by_script)):
            read |= {(route.path, field.alias) for field in route.dependant.body_params}
            if "GET" in route.methods:
                asked |= {f"{route.path}?{field.alias}=" for field in route.dependant.query_params}
                asked |= {route.path for _ in route.dependant.path_params}
    gone_through = set.union(*(form.names() for form in (*SETUP, *FORMS)))
    assert read <= gone_through
    assert gone_through - read == SENT_IN_VAIN
    places = [re.sub(r"\{[^}]*\}", "{}", address) for address in asked]
    assert [place for place in places if not any(_has(address, place) for address in ADDRESSES)] == []


def _has(address: str, place: str) -> bool:
    path, _, name = place.partition("?")
    return address.startswith(path) and name in address
