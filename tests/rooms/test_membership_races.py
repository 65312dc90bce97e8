"""Whatever is done to a room and to who is in it at the same moment, what is told of it is what is stored."""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from chat import messages, rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import NotFound
from chat.realtime.events import Event
from chat.rooms.events import MembershipChanged, RoomsChanged
from chat.rooms.items import RoomItem, RoomList
from chat.rooms.queries import room_item
from chat.rooms.unchecked import room_list_revision, room_list_revision_of
from models import Membership, Message, Room
from tests.people import register_person, sign_in
from tests.test_races import _many_writers, at_once  # noqa: F401 (threads with a connection each, for all tests here)

ROUNDS = range(3)
Attempt = Callable[[], Awaitable[object]]


@pytest.fixture
async def boss(opened: None) -> Identity:
    return await sign_in(register_person("Boss", "administrator"))


async def all_are_in(room: RoomItem, boss: UserItem, owner: UserItem, member: UserItem) -> None:
    """Have the room open, with its manager and two more in it, whatever became of it; or leave it closed."""
    await at_once([rooms.restore_room(boss, room.id)])
    await at_once([rooms.change_room_kind(boss, room.id, "open")])
    for person in (boss, owner, member):
        await at_once([rooms.join_room(person, room.id)])
    await at_once([rooms.set_member_role(boss, room.id, owner.id, "manager")])


def attempts(room: RoomItem, boss: UserItem, one: UserItem, other: UserItem) -> list[Attempt]:
    """Return all that can be done to a room and to one person's place in it, by them and by who manages it."""
    id_ = room.id
    return [
        lambda: rooms.join_room(one, id_),
        lambda: rooms.enter_room(one, id_),
        lambda: rooms.leave_room(one, id_),
        lambda: rooms.star_room(one, id_),
        lambda: rooms.unstar_room(one, id_),
        lambda: rooms.mark_all_read(one),
        lambda: messages.send_message(one, id_, "hello"),
        lambda: messages.send_message(other, id_, "@room hello"),
        lambda: rooms.add_member(other, id_, one.id),
        lambda: rooms.remove_member(other, id_, one.id),
        lambda: rooms.set_member_role(other, id_, one.id, "manager"),
        lambda: rooms.set_member_role(other, id_, one.id, "member"),
        lambda: rooms.set_member_role(one, id_, other.id, "member"),
        lambda: rooms.set_member_role(boss, id_, other.id, "manager"),
        lambda: rooms.remove_member(one, id_, other.id),
        lambda: rooms.add_member(one, id_, other.id),
        lambda: rooms.change_room_kind(other, id_, "closed"),
        lambda: rooms.change_room_kind(boss, id_, "open"),
        lambda: rooms.rename_room(other, id_, f"{room.name} again"),
        lambda: rooms.archive_room(other, id_),
        lambda: rooms.restore_room(boss, id_),
        lambda: rooms.set_default_room(boss, id_, is_default=True),
    ]


def sees(person: UserItem, room_id: int) -> bool:
    try:
        rooms.room(person, room_id)
    except NotFound:
        return False
    return True


def is_told(person: UserItem, room_id: int, events: Sequence[Any]) -> bool:
    """Whether a room exists for somebody by all that is told of it, in the order of its revisions."""
    sees = True
    for event in sorted(events, key=lambda event: event.revision):
        if isinstance(event, MembershipChanged) and (event.room_id, event.user_id) == (room_id, person.id):
            sees = event.is_visible
        elif isinstance(event, RoomsChanged) and event.changed.id == room_id:
            if event.changed.kind == "open":
                sees = True
            elif event.members is not None:
                sees = person.id in event.members
    return sees


def check_rows(room_id: int) -> None:
    room = Room.get_by_id(room_id)
    there = list(Membership.select().where(Membership.room == room_id))
    assert len({row.user_id for row in there}) == len(there), "nobody is in it twice"
    for row in there:
        assert row.role in ("manager", "member")
        assert row.hidden_at is None
        assert row.left_at is None or (row.role, row.starred_at) == ("member", None), "whoever left kept nothing"
    assert not (room.is_default and room.kind == "closed")
    numbers = sorted(row.created_revision for row in Message.select().where(Message.room == room_id))
    assert numbers == list(range(1, room.revision + 1)), "no message took another's place"


def check_events(room_id: int, people: Sequence[UserItem], events: Sequence[Any]) -> None:
    """Compare what was told with what is stored, as pages and as browsers that ask for changes know it."""
    told = [event for event in events if isinstance(event, (MembershipChanged, RoomsChanged))]
    revisions = [event.revision for event in told]
    assert len(set(revisions)) == len(revisions)
    assert max(revisions) == room_list_revision()
    of_room = [event for event in told if isinstance(event, RoomsChanged) and event.changed.id == room_id]
    last = max(of_room, key=lambda event: event.revision)
    row = Room.get_by_id(room_id)
    assert (last.revision, last.changed) == (row.listed, room_item(row))
    for person in people:
        mine = [
            event.revision
            for event in told
            if isinstance(event, MembershipChanged) and (event.room_id, event.user_id) == (room_id, person.id)
        ]
        stored = Membership.get_or_none(Membership.room == room_id, Membership.user == person.id)
        assert max(mine, default=None) == (stored and stored.listed)
        assert is_told(person, room_id, told) == sees(person, room_id)
        assert not stored or room_list_revision_of(person.id) >= stored.listed


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_is_done_at_the_same_moment_what_is_told_is_what_is_stored(
    boss: Identity, ada: UserItem, ben: UserItem, published: list[Event], seed: int
) -> None:
    chance, people = random.Random(seed), (boss.user, ada, ben)
    room = await rooms.create_room(ada, f"room-{seed}")
    known = {person.id: rooms.room_list(person) for person in people}
    for _ in ROUNDS:
        await all_are_in(room, boss.user, ada, ben)
        if seed % 2:
            await at_once([rooms.change_room_kind(ada, room.id, "closed")])
        tried = attempts(room, boss.user, ben, ada)
        chance.shuffle(tried)
        await at_once(attempt() for attempt in tried)
        check_rows(room.id)
        check_events(room.id, people, published)
        for person in people:
            known[person.id] = brought_up_to_date(person, known[person.id])


def brought_up_to_date(person: UserItem, known: RoomList) -> RoomList:
    """Check that whoever asks what has changed in a list that they know gets to the list as it is now."""
    changes, now = rooms.room_list_changes(person, known.revision), rooms.room_list(person)
    assert changes
    shown = {own.id: own for own in known.rooms if own.id not in changes.gone} | {own.id: own for own in changes.shown}
    assert shown == {own.id: own for own in now.rooms}
    assert changes.revision == now.revision
    return now
