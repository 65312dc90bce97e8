"""Lists of rooms of one's own: an older list and the changes since its revision are the present list."""

import random

import pytest

from chat import accounts, messages, rooms
from chat.accounts.items import UserItem
from chat.elements.shown_rows import attribute
from chat.errors import ChatError, Invalid
from chat.rooms.events import MembershipChanged, RoomsChanged
from chat.rooms.items import SeenRoom
from chat.storage.engines.sqlite import PRAGMAS
from chat.web.components.sidebar.sidebar import room_rows
from models import Room
from tests.people import register_person, somebody

STEPS = 60


@pytest.fixture
def quick(monkeypatch):
    """Have nothing here wait for SQLite's disk."""
    monkeypatch.setitem(PRAGMAS, "synchronous", "off")


def listed(who):
    return {own.id: (own.room, own.is_starred) for own in rooms.room_list(who).rooms}


async def change_something(chance, people, number):
    """Have somebody do something with a room, or try to."""
    who, other = chance.choice(people), chance.choice(people)
    known = [room.id for room in Room.select()]
    room = chance.choice(known) if known else 0
    commands = [
        lambda: rooms.create_room(who, f"room {number}", kind=chance.choice(["open", "closed"])),
        lambda: rooms.rename_room(who, room, f"room {number}", "now called so"),
        lambda: rooms.change_room_kind(who, room, chance.choice(["open", "closed"])),
        lambda: rooms.archive_room(who, room),
        lambda: rooms.restore_room(who, room),
        lambda: rooms.set_default_room(who, room, is_default=chance.random() < 0.5),
        lambda: rooms.join_room(who, room),
        lambda: rooms.leave_room(who, room),
        lambda: rooms.add_member(who, room, other.id),
        lambda: rooms.remove_member(who, room, other.id),
        lambda: rooms.set_member_role(who, room, other.id, chance.choice(["manager", "member"])),
        lambda: rooms.open_direct(who, [user.id for user in chance.sample(people, chance.randint(0, 2))]),
        lambda: rooms.hide_direct(who, room),
        lambda: rooms.star_room(who, room),
        lambda: rooms.unstar_room(who, room),
        lambda: messages.send_message(who, room, "hello"),
    ]
    try:
        await chance.choice(commands)()
    except ChatError:
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
async def test_from_any_revision_the_changes_lead_to_the_present_list(quick, opened, published, seed):
    """For three people, whatever they and the others do; a revision that was not told has no other list."""
    chance = random.Random(seed)
    people = [accounts.user_by_id(register_person("Boss", "administrator"))]
    people += [accounts.user_by_id(register_person(name)) for name in ("Ada", "Ben")]
    snapshots = {who.id: [(0, {})] for who in people}
    done = 0
    for number in range(STEPS):
        published.clear()
        done += await change_something(chance, people, number)
        for who in people:
            now, before = rooms.room_list(who), snapshots[who.id][-1]
            assert now.revision >= before[0]
            if now.revision == before[0]:
                assert listed(who) == before[1], "changed, and no revision says so"
            else:
                assert was_told(who, published)
                check_changes(who, *before)
                snapshots[who.id].append((now.revision, listed(who)))
    assert done > STEPS / 4
    for who in people:
        for revision, known in snapshots[who.id]:
            check_changes(who, revision, known)


def check_changes(who, revision, known):
    """Bring an older list up to date by the changes since its revision, and compare it with the present one."""
    present, changes = listed(who), rooms.room_list_changes(who, revision)
    assert changes.revision == rooms.room_list(who).revision
    assert not present.keys() & set(changes.gone)
    kept = {id_: room for id_, room in known.items() if id_ not in changes.gone}
    assert kept | {own.id: (own.room, own.is_starred) for own in changes.shown} == present


def was_told(who: UserItem, events: list[object]) -> bool:
    """Whether an event says that somebody's list has changed, as their pages are told."""
    return any(
        isinstance(event, RoomsChanged) or (isinstance(event, MembershipChanged) and event.user_id == who.id)
        for event in events
    )


async def test_who_knows_everything_is_told_nothing(ada, ben):
    await rooms.create_room(ada, "kitchen")
    await rooms.create_room(ben, "attic")
    revision = rooms.room_list(ada).revision
    changes = rooms.room_list_changes(ada, revision)
    assert (list(changes.shown), list(changes.gone), changes.revision) == ([], [], revision)


async def test_too_many_changes_call_for_the_whole_list(ada, monkeypatch):
    monkeypatch.setattr(rooms.lists, "MAX_ROOM_CHANGES", 3)
    for number in range(4):
        await rooms.create_room(ada, f"room {number}")
    assert rooms.room_list_changes(ada, 0) is None
    assert len(rooms.room_list_changes(ada, 2).shown) == 3


async def test_starred_rooms_come_first_by_name_then_direct_ones(ada, ben):
    made = [await rooms.create_room(ada, name) for name in ("attic", "garden", "kitchen")]
    direct = await rooms.open_direct(ada, [ben.id])
    for room in (direct, made[2], made[1]):
        await rooms.star_room(ada, room.id)
    listed = rooms.room_list(ada)
    assert [own.name for own in listed.starred] == ["garden", "kitchen", "Ben"]
    assert [own.name for own in listed.named.rooms] == ["attic"]
    assert not listed.direct
    assert rooms.seen_room(ada, made[1].id).is_starred
    assert not rooms.seen_room(ben, made[1].id).is_starred
    rows = [html for _, html in room_rows(listed)]
    orders = [attribute(html, "data-sort") for html in rows]
    assert orders == sorted(orders)
    assert len(orders) == 3 + 4
    await rooms.unstar_room(ada, made[1].id)
    assert [own.name for own in rooms.room_list(ada).named.rooms] == ["attic", "garden"]


async def test_whoever_leaves_a_room_and_comes_back_has_not_starred_it(ada):
    kitchen = await rooms.create_room(ada, "kitchen")
    await rooms.star_room(ada, kitchen.id)
    await rooms.leave_room(ada, kitchen.id)
    with pytest.raises(Invalid, match="Join this room first"):
        await rooms.star_room(ada, kitchen.id)
    await rooms.join_room(ada, kitchen.id)
    assert not rooms.room_list(ada).starred


async def test_whoever_has_left_a_room_is_told_no_more_of_it(ada, ben):
    cellar = await rooms.create_room(ada, "cellar", kind="closed")
    await rooms.add_member(ada, cellar.id, ben.id)
    before = rooms.room_list(ben).revision
    await rooms.leave_room(ben, cellar.id)
    revision = rooms.room_list(ben).revision
    assert rooms.room_list_changes(ben, before).gone == [cellar.id]
    await rooms.rename_room(ada, cellar.id, "secret")
    await rooms.archive_room(ada, cellar.id)
    assert rooms.room_list(ben).revision == revision
    assert rooms.room_list_changes(ben, revision).gone == []
    assert rooms.unchecked.members_among(cellar.id, [ada.id, ben.id]) == {ada.id}


async def test_the_list_of_somebody_new_is_empty(opened):
    nobody = rooms.room_list(somebody())
    assert (list(nobody.rooms), nobody.revision) == ([], 0)


async def test_a_room_is_seen_with_some_of_its_people_and_their_number(ada, ben, monkeypatch):
    kitchen = await rooms.create_room(ada, "kitchen")
    assert (rooms.seen_room(ben, kitchen.id).members, rooms.seen_room(ben, kitchen.id).faces) == (1, (ada,))
    await rooms.join_room(ben, kitchen.id)
    seen = rooms.seen_room(ben, kitchen.id)
    assert (seen.members, seen.member_count, seen.faces) == (2, "2", (ada, ben))
    await rooms.leave_room(ada, kitchen.id)
    assert rooms.seen_room(ben, kitchen.id).faces == (ben,)
    direct = await rooms.open_direct(ada, [ben.id])
    assert rooms.seen_room(ada, direct.id).members == 0
    assert SeenRoom(kitchen, members=1000).member_count == "999+"
