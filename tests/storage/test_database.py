"""What several ask for before it is read is read once."""

import asyncio
from threading import Event

import pytest

from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.storage.database import database


class Reading:
    """A query that takes as long as a test likes."""

    def __init__(self) -> None:
        self.count = 0
        self.has_begun, self.may_end = Event(), Event()

    def __call__(self, room_id: int) -> str:
        self.count += 1
        count = self.count
        self.has_begun.set()
        assert self.may_end.wait(10)
        if not room_id:
            raise NotFound("Room not found.")
        return f"room {room_id}, reading {count}"


async def test_all_who_ask_before_it_begins_get_the_same(ada: UserItem) -> None:
    query = Reading()
    query.may_end.set()
    first, second, other, third = await asyncio.gather(*(database.read_coalesced(query, room) for room in (1, 1, 2, 1)))
    assert first is second is third
    assert other.startswith("room 2")
    assert query.count == 2


async def test_who_asks_once_it_has_begun_gets_what_is_true_then(ada: UserItem) -> None:
    query = Reading()
    early = asyncio.create_task(database.read_coalesced(query, 1))
    await asyncio.to_thread(query.has_begun.wait, 10)
    late = asyncio.create_task(database.read_coalesced(query, 1))
    query.may_end.set()
    assert await asyncio.gather(early, late) == ["room 1, reading 1", "room 1, reading 2"]


async def test_a_failure_is_everybodys(ada: UserItem) -> None:
    query = Reading()
    query.may_end.set()
    results = await asyncio.gather(*(database.read_coalesced(query, 0) for _ in range(3)), return_exceptions=True)
    assert [type(result) for result in results] == [NotFound] * 3
    assert query.count == 1


async def test_what_never_began_is_tried_again(ada: UserItem, monkeypatch: pytest.MonkeyPatch) -> None:
    query = Reading()
    query.may_end.set()
    with monkeypatch.context() as without:
        without.setattr(database, "_engine", None)
        with pytest.raises(RuntimeError):
            await database.read_coalesced(query, 1)
    assert await database.read_coalesced(query, 1) == "room 1, reading 1"


async def test_who_gives_up_waiting_does_not_do_so_for_the_others(ada: UserItem) -> None:
    query = Reading()
    impatient, patient = (asyncio.create_task(database.read_coalesced(query, 1)) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    query.may_end.set()
    assert await patient == "room 1, reading 1"
