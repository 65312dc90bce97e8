"""Whom and which rooms the beginning of a name offers."""

from collections.abc import Callable

import pytest

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.storage.name_keys import name_key
from models import Membership, Room, User, now_ms


def come(name: str, *, has_key: bool = True) -> UserItem:
    email = f"{User.select().count()}@example.com"
    key = name_key(name) if has_key else None
    return accounts.user_item(User.create(name=name, name_key=key, email=email, password_hash="-"))


def people(actor: UserItem, room: RoomItem, text: str = "") -> list[str]:
    return [one.user.name for one in rooms.people_to_mention(actor, room.id, text)]


def enter(room: RoomItem, user: UserItem) -> None:
    Membership.create(room=room.id, user=user.id)


async def test_those_in_the_room_come_first_and_oneself_is_not_offered(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    come("Anna")
    found = rooms.people_to_mention(ada, room.id)
    assert [(one.user.name, one.is_member) for one in found] == [("Ben", True), ("Anna", False)]


@pytest.mark.parametrize("is_member", [True, False])
@pytest.mark.parametrize("has_key", [True, False])
async def test_a_name_is_found_by_the_beginning_of_each_word(
    ada: UserItem, room: RoomItem, *, is_member: bool, has_key: bool
) -> None:
    susan = come("Susan O’Brien Smith", has_key=has_key)
    if is_member:
        enter(room, susan)
    for text in ("s", "SUSAN", "susan o", "smi", "  Susan"):
        assert people(ada, room, text) == ["Susan O’Brien Smith"], text
    for text in ("usan", "susan s", "%", "_", "\\", "x" * 500):
        assert people(ada, room, text) == [], text


async def test_accents_make_no_difference_among_those_in_the_room(ada: UserItem, room: RoomItem) -> None:
    enter(room, come("José Álvarez"))
    assert people(ada, room, "jose") == people(ada, room, "alv") == people(ada, room, "José") == ["José Álvarez"]


async def test_who_is_gone_is_not_offered(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    User.update(deactivated_at=now_ms()).where(User.id == ben.id).execute()
    assert people(ada, room) == []


async def test_of_very_many_a_few_are_offered_and_it_is_known_that_there_are_more(
    ada: UserItem, room: RoomItem
) -> None:
    for number in range(30):
        come(f"Person {number:02}")
    assert len(people(ada, room, "person")) == rooms.MAX_FOUND + 1


async def test_open_rooms_are_offered_those_that_one_is_in_first(
    ada: UserItem, ben: UserItem, new_room: Callable[[str], RoomItem]
) -> None:
    other, mine = new_room("garden one"), new_room("garden two")
    await rooms.leave_room(ada, other.id)
    await rooms.create_room(ben, "garden secret", kind="closed")
    await rooms.create_room(ada, "garden of mine", kind="closed")
    Room.update(archived_at=now_ms()).where(Room.id == new_room("garden three").id).execute()
    assert [room.name for room in rooms.rooms_to_link(ada, "gard")] == [mine.name, other.name]
    assert [room.name for room in rooms.rooms_to_link(ada, "#one")] == [other.name]
    assert rooms.rooms_to_link(ada, "arden") == []


@pytest.mark.parametrize("text", ["\ud800", "\0", "a\ud800", "\u200b", "%", "_"])
def test_no_text_of_a_browser_is_too_odd(ada: UserItem, room: RoomItem, text: str) -> None:
    assert people(ada, room, text) == []
    assert rooms.rooms_to_link(ada, text) is not None
