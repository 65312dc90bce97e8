"""Changes that wait for SQLite's writer are committed together, and nobody notices but by their speed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from threading import Event

import peewee
import pytest

from chat import messages
from chat.accounts.events import SessionEnded
from chat.accounts.items import UserItem
from chat.errors import NotFound, Unavailable
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event as BusEvent
from chat.rooms.items import RoomItem
from chat.storage import groups
from chat.storage.database import database
from models import Message, Room, db

pytestmark = pytest.mark.sqlite("PostgreSQL's lanes commit each change for itself")


@pytest.fixture
def sizes(opened: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many changes each commit stored."""
    assert database._groups
    sizes, transact = [], database._groups._transact

    def counted(changes):  # type: ignore[no-untyped-def]
        outcomes = transact(changes)
        sizes.append(len(outcomes))
        return outcomes

    monkeypatch.setattr(database._groups, "_transact", counted)
    return sizes


async def wait_together(*changes: Awaitable[object]) -> Sequence[object]:
    """Have the writer busy until all of these wait for it, and return what they have come to."""
    gate = Event()
    busy = asyncio.create_task(database.write(gate.wait))
    waiting = asyncio.gather(*changes, return_exceptions=True)
    await asyncio.sleep(0)  # they are waiting, each for its turn
    await asyncio.sleep(0)
    gate.set()
    await busy
    return await waiting


def change(work: Callable[[], object]) -> Awaitable[object]:
    return database.write_concurrent(1, work)


def make(name: str) -> str:
    bus.publish_on_commit(SessionEnded(Room.create(name=name).id, 1))
    return name


def make_and_fail() -> None:
    make("nothing of it stays")
    raise NotFound("Room not found.")


def names() -> list[str]:
    return [room.name for room in Room.select().order_by(Room.id)]


async def test_what_waits_is_committed_at_once_and_what_is_alone_too(sizes: list[int]) -> None:
    assert await wait_together(*(change(lambda n=n: make(f"{n}")) for n in range(8))) == [*map(str, range(8))]  # type: ignore[misc]
    await change(lambda: make("alone"))
    assert sizes == [8, 1]


async def test_events_come_in_order_once_all_is_on_disk(sizes: list[int], published: list[BusEvent]) -> None:
    seen: list[int] = []
    unsubscribe = bus.subscribe(EVERY_TOPIC, lambda _event: seen.append(Room.select().count()))
    await wait_together(*(change(lambda n=n: make(f"{n}")) for n in range(3)))  # type: ignore[misc]
    unsubscribe()
    assert seen == [3, 3, 3], "on another connection, which sees what is committed"
    assert published == [SessionEnded(room.id, 1) for room in Room.select().order_by(Room.id)]


async def test_one_that_fails_is_undone_alone(sizes: list[int], published: list[BusEvent]) -> None:
    outcomes = await wait_together(change(lambda: make("a")), change(make_and_fail), change(lambda: make("b")))
    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == ("a", NotFound, "b")
    assert (names(), len(published), sizes) == (["a", "b"], 2, [3])


async def test_one_that_breaks_a_rule_of_the_tables_is_undone_alone(sizes: list[int]) -> None:
    twice = Room.create(name="first", people_key="1 2").people_key
    double = change(lambda: Room.create(name="second", people_key=twice))
    outcomes = await wait_together(change(lambda: make("a")), double, change(lambda: make("b")))
    assert isinstance(outcomes[1], peewee.IntegrityError)
    assert (names(), sizes) == (["first", "a", "b"], [3])


async def test_messages_of_a_group_have_revisions_in_order(
    sizes: list[int], ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    senders = (ada, ben, ada, ben)
    said = [messages.send_message(author, room.id, f"{n}") for n, author in enumerate(senders)]
    await wait_together(*said, messages.send_message(ada, 99, "nowhere"))
    rows = Message.select().order_by(Message.id)
    assert [(row.body, row.revision) for row in rows] == [("0", 1), ("1", 2), ("2", 3), ("3", 4)]
    assert 5 in sizes


async def test_if_the_commit_fails_nobody_is_told_that_it_is_stored(
    sizes: list[int], published: list[BusEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise peewee.OperationalError("the plug was pulled")

    with monkeypatch.context() as broken:
        broken.setattr(database._groups, "_transact", _failing_at_commit(fail))
        outcomes = await wait_together(*(change(lambda n=n: make(f"{n}")) for n in range(3)))  # type: ignore[misc]
    assert [str(one) for one in outcomes] == ["the plug was pulled"] * 3
    assert (names(), published) == ([], [])
    await change(lambda: make("later"))
    assert names() == ["later"]


def _failing_at_commit(fail: Callable[[], None]) -> Callable[..., object]:
    def transact(changes):  # type: ignore[no-untyped-def]
        return database._opened.write(lambda: ([one() for one in changes], fail()))

    return transact


async def test_on_a_full_disk_all_are_told_so_and_later_ones_are_stored(
    sizes: list[int], published: list[BusEvent]
) -> None:
    def fill(pages: int) -> None:
        db.execute_sql(f"PRAGMA max_page_count = {pages}")

    await database.write(fill, 1)  # no more than there are
    large = change(lambda: Room.create(name="-", description="x" * 100_000))
    outcomes = await wait_together(change(lambda: make("a")), large, change(lambda: make("b")))
    assert isinstance(outcomes[1], Unavailable)
    told = [one for one in outcomes if isinstance(one, str)]
    assert names() == told, "what is acknowledged is stored, and nothing else"
    assert len(published) == len(told)
    await database.write(fill, 100_000)
    await change(lambda: make("later"))
    assert names()[-1] == "later"


async def test_whoever_stops_waiting_before_it_begins_changes_nothing(sizes: list[int]) -> None:
    gate = Event()
    busy = asyncio.create_task(database.write(gate.wait))
    kept, dropped, last = (asyncio.create_task(change(lambda name=name: make(name))) for name in "abc")  # type: ignore[misc]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    dropped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dropped
    gate.set()
    await asyncio.gather(busy, kept, last)
    assert (names(), sizes) == (["a", "c"], [2])


@pytest.mark.parametrize(("most", "seconds", "expected"), [(3, 10.0, [3, 3, 1]), (50, 0.0, [1] * 7)])
async def test_a_group_has_its_bounds(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch, most: int, seconds: float, expected: list[int]
) -> None:
    """Many changes, and those that take long, do not keep the ones before them waiting."""
    monkeypatch.setattr(groups, "MOST", most)
    monkeypatch.setattr(groups, "SECONDS", seconds)
    await wait_together(*(change(lambda n=n: make(f"{n}")) for n in range(7)))  # type: ignore[misc]
    assert (sizes, len(names())) == (expected, 7)
