"""Hostile texts in every field that takes any: kept as words or refused in words, never an error of ours."""

from contextlib import suppress
from html.parser import HTMLParser

import pytest

from chat import commands
from chat.components.message import render_message
from chat.components.sidebar import render_room_link
from chat.errors import ChatError
from chat.items import Identity, RoomItem, UserItem
from chat.queries import room, user_by_id
from models import Session, User, now_ms
from tests.hostile import texts

PLAIN = {"article", "div", "b", "a"}
ATTRIBUTES = {"class", "href", "target", "rel"}


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


async def test_in_a_message_they_are_words(ada: UserItem, room: RoomItem) -> None:
    for text in texts():
        message = await commands.send_message(ada, room.id, text)
        drawn = Drawn(render_message(message))
        assert drawn.tags <= PLAIN
        assert drawn.attributes <= ATTRIBUTES
        assert drawn.text == f"Ada{message.body}"
        assert all(link.startswith(("http://", "https://")) for link in drawn.links)


async def test_as_a_name_of_a_room_they_are_words(ada: UserItem) -> None:
    for text in texts():
        try:
            made = await commands.create_room(ada, text[:80], text[:300])
        except ChatError:
            continue
        drawn = Drawn(render_room_link(made))
        assert drawn.tags <= {"a", "span"}
        assert drawn.links == [f"/rooms/{made.id}"]
        assert made.name in drawn.text


@pytest.mark.parametrize("field", ["name", "email", "password", "token", "role", "registration"])
async def test_in_other_fields_they_are_kept_or_refused(ada: UserItem, field: str) -> None:
    User.update(role="administrator").where(User.id == ada.id).execute()
    session = Session.create(token_hash="x", user=ada.id, expires_at=now_ms() + 60_000)
    identity = Identity(session.id, ada, now_ms())
    act = {
        "name": lambda text: commands.change_name(ada, text),
        "email": lambda text: commands.change_email(identity, text),
        "password": lambda text: commands.log_in(text[:100], text),
        "token": lambda text: commands.reset_password(text, text),
        "role": lambda text: commands.set_role(identity, ada.id, text),
        "registration": lambda text: commands.set_registration(identity, text),
    }[field]
    few = list(texts())[:: 40 if field == "password" else 1]  # hashing is slow, as it has to be
    for text in few:
        with suppress(ChatError):
            await act(text)
    assert user_by_id(ada.id).name.isprintable() or field == "name"
    assert user_by_id(ada.id).is_administrator


async def test_a_room_that_nobody_renamed_keeps_its_name(ada: UserItem, room: RoomItem) -> None:
    for text in texts():
        with pytest.raises(ChatError):
            await commands.rename_room(ada, room.id, text)
    assert _room(room.id).name == room.name


_room = room
