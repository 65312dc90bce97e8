"""Whom a batch of messages concerns is read by the people it concerns, however many others and messages there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chat import notifications, rooms
from chat.accounts.items import UserItem
from chat.notifications.commands import queue
from chat.notifications.occasions import occasions, people_who_may_be_told
from chat.rooms.items import RoomItem
from models import Message, db
from tests.notifications.conftest import Say

NewUser = Callable[[str], UserItem]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count the rows of each query."""
    found: list[int] = []
    execute = db.obj.execute_sql

    def count(sql: str, params: Any = None, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            [(rows,)] = execute(f"SELECT COUNT(*) FROM ({sql}) AS counted", params)
            found.append(rows)
        return execute(sql, params, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(db.obj, "execute_sql", count)
        yield found


@pytest.fixture
def people(new_user: NewUser, room: RoomItem) -> list[UserItem]:
    """Many in the room."""
    del room
    return [new_user(f"Person{number:02}") for number in range(12)]


async def test_people_and_messages_are_read_once_each(
    ben: UserItem, room: RoomItem, people: list[UserItem], say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(user.id, await say(ben, room, f"@{user.name}, look")) for user in people]
    with counted(monkeypatch) as rows:
        found = occasions(pairs)
    assert set(found) == set(pairs)
    assert all(occasion.is_mentioned and not occasion.mentions_room for occasion in found.values())
    assert max(rows) == len(people)


async def test_of_many_in_a_room_those_are_read_whom_its_messages_concern(
    ada: UserItem, ben: UserItem, room: RoomItem, people: list[UserItem], say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    await notifications.set_level(people[0], room.id, "everything")
    await notifications.set_level(people[1], room.id, "nothing")
    plain = [await say(ben, room) for _ in range(20)]
    named = await say(ben, room, f"@Ada and @{people[1].name}, look")
    said = list(Message.select().order_by(Message.id))
    with counted(monkeypatch) as rows:
        found = people_who_may_be_told(said)
    assert found == {**{id_: {people[0].id} for id_ in plain}, named: {people[0].id, ada.id}}
    assert len(rows) == 2
    assert max(rows) == 3


async def test_all_in_a_room_are_asked_where_it_is_mentioned_and_in_no_other(
    ada: UserItem, ben: UserItem, room: RoomItem, people: list[UserItem], new_room: Callable[[str], RoomItem], say: Say
) -> None:
    await notifications.set_level(ada, room.id, "nothing")
    for_all, plain, elsewhere = await say(ben, room, "@room"), await say(ben, room), await say(ben, new_room("attic"))
    direct = await say(ben, await rooms.open_direct(ben, [ada.id]))
    found = people_who_may_be_told(list(Message.select()))
    assert found == {
        for_all: {ben.id, *(user.id for user in people)},
        plain: set(),
        elsewhere: set(),
        direct: {ada.id, ben.id},
    }


async def test_messages_that_concern_nobody_take_no_query_each(
    ben: UserItem, room: RoomItem, people: list[UserItem], say: Say, deliveries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        await say(ben, room)
    with counted(monkeypatch) as rows:
        queue._queue(with_mail=True)
    assert len(rows) < 10
