"""Events are published once what they tell of is committed, and never otherwise."""

import asyncio

import pytest

from chat.accounts.events import SessionEnded
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event
from chat.storage.database import database
from chat.storage.transactions import on_commit
from models import Room, db


def make_room(name: str) -> None:
    room = Room.create(name=name)
    bus.publish_on_commit(SessionEnded(room.id, 1))


async def test_an_event_is_published_after_its_commit_and_before_the_command_returns(
    opened: None, published: list[Event]
) -> None:
    stored: list[int] = []
    unsubscribe = bus.subscribe(EVERY_TOPIC, lambda _event: stored.append(Room.select().count()))
    await database.write(make_room, "kitchen")
    unsubscribe()
    assert (len(published), stored) == (1, [1]), "on another connection, which sees what is committed"


async def test_a_change_that_is_rolled_back_publishes_nothing(opened: None, published: list[Event]) -> None:
    def fail() -> None:
        make_room("kitchen")
        raise NotFound("Room not found.")

    with pytest.raises(NotFound):
        await database.write(fail)
    await database.write(make_room, "attic")
    assert len(published) == 1
    assert [room.name for room in Room.select()] == ["attic"]


async def test_a_change_that_is_run_again_publishes_once(
    opened: None, published: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    transact, attempts = database._opened.write, []

    def conflict_once(change):  # type: ignore[no-untyped-def]
        """Undo the first attempt, as PostgreSQL does with one of two changes that get in each other's way."""
        with db.atomic() as attempt:
            attempts.append(change())
            attempt.rollback()
        return transact(change)

    monkeypatch.setattr(database._opened, "write", conflict_once)
    await database.write(make_room, "kitchen")
    assert (len(attempts), len(published), Room.select().count()) == (1, 1, 1)


async def test_an_event_is_published_though_nobody_waits_for_the_command_any_more(
    opened: None, published: list[Event]
) -> None:
    asked = asyncio.create_task(database.write(make_room, "kitchen"))
    await asyncio.sleep(0)  # it has begun
    asked.cancel()
    await database.write(make_room, "attic")
    assert [event.session_id for event in published] == [room.id for room in Room.select().order_by(Room.id)]  # type: ignore[attr-defined]


async def test_events_of_a_lane_come_in_the_order_of_its_commits(opened: None, published: list[Event]) -> None:
    numbers = range(100)

    async def change(number: int) -> None:
        await database.write_concurrent(7, lambda: bus.publish_on_commit(SessionEnded(number, 1)))

    await asyncio.gather(*map(change, numbers))
    assert published == [SessionEnded(number, 1) for number in numbers]


async def test_outside_of_a_change_there_is_no_commit_to_wait_for(ada: UserItem) -> None:
    with pytest.raises(RuntimeError, match="inside a change"):
        on_commit(print)
    with pytest.raises(RuntimeError, match="inside a change"):
        await database.read(on_commit, print)
