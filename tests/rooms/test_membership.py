"""Who is in a room, who manages it, and what becomes of those who leave."""

from contextlib import suppress

import pytest

from chat import accounts, messages, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.rooms.events import MembershipChanged, RoomsChanged
from chat.storage.database import database
from models import Membership, Room, User
from tests.people import PASSWORD, register_person, sign_in, stored
from tests.test_permissions import HOSTILE_IDS


@pytest.fixture
def boss(opened):
    return accounts.user_by_id(register_person("Boss", "administrator"))


@pytest.fixture
async def cellar(ada, ben):
    """A closed room of Ada's, with Ben in it."""
    cellar = await rooms.create_room(ada, "cellar", kind="closed")
    await rooms.add_member(ada, cellar.id, ben.id)
    return cellar


def names(actor):
    return [room.name for room in rooms.rooms(actor)]


def people(actor, room):
    return [(member.user.name, member.role) for member in rooms.members(actor, room.id)]


# ---- kinds


async def test_whoever_makes_a_room_manages_it_and_is_alone_in_it(ada, ben, published):
    for kind in ("open", "closed"):
        room = await rooms.create_room(ada, kind, kind=kind)
        assert people(ada, room) == [("Ada", "manager")]
        assert rooms.may_manage(ada, room.id)
    assert names(ada) == ["closed", "open"]
    assert names(ben) == []
    assert [room.name for room in rooms.open_rooms(ben)] == ["open"]


@pytest.mark.parametrize("kind", ["direct", "Open", "", None, 1, True, [], {}, "' OR 1=1 --", float("nan")])
async def test_there_are_no_other_kinds(ada, kind):
    room = await rooms.create_room(ada, "kitchen")
    before = stored()
    for attempt in (rooms.create_room(ada, "attic", kind=kind), rooms.change_room_kind(ada, room.id, kind)):
        with pytest.raises(Invalid, match="either open or closed"):
            await attempt
    assert stored() == before


async def test_closing_a_room_leaves_it_to_its_members_and_opening_shows_all_of_it(ada, ben, new_user, published):
    cem = new_user("Cem")
    kitchen = await rooms.create_room(ada, "kitchen")
    await rooms.join_room(ben, kitchen.id)
    said = await messages.send_message(cem, kitchen.id, "hello")
    await rooms.leave_room(cem, kitchen.id)
    await messages.save_message(cem, said.id)
    closed = await rooms.change_room_kind(ada, kitchen.id, "closed")
    assert published[-1] == RoomsChanged(closed, published[-1].revision, (ada.id, ben.id))
    assert names(ben) == ["kitchen"]
    with pytest.raises(NotFound):
        rooms.room(cem, kitchen.id)
    assert messages.saved_messages(cem).total == 0
    for attempt in (
        messages.edit_message(cem, said.id, "mine"),
        messages.delete_message(cem, said.id),
        messages.save_message(cem, said.id),
        rooms.join_room(cem, kitchen.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    await rooms.change_room_kind(ada, kitchen.id, "open")
    assert messages.newest_messages(cem, kitchen.id).messages == (said,)
    assert messages.saved_messages(cem).total == 1


async def test_a_room_that_nobody_is_in_is_not_closed_since_nobody_could_see_it_any_more(ada, boss):
    hall = await rooms.create_room(ada, "hall")
    await rooms.leave_room(ada, hall.id)
    with pytest.raises(Invalid, match="Nobody is in this room"):
        await rooms.change_room_kind(boss, hall.id, "closed")
    await rooms.join_room(boss, hall.id)
    assert (await rooms.change_room_kind(boss, hall.id, "closed")).kind == "closed"


async def test_a_room_of_the_kind_it_has_is_not_changed(ada, cellar, published):
    before = stored()
    await rooms.change_room_kind(ada, cellar.id, "closed")
    assert (stored(), published[-1:]) == (before, published[-1:])
    assert not any(isinstance(event, RoomsChanged) for event in published[2:])


# ---- default rooms


async def test_the_first_open_room_is_a_default_and_new_people_join_it(boss, ada, ben):
    secret = await rooms.create_room(ada, "secret", kind="closed")
    first = await rooms.create_room(ada, "first")
    second = await rooms.create_room(ada, "second")
    assert [room.is_default for room in (secret, first, second)] == [False, True, False]
    await rooms.set_default_room(boss, second.id, is_default=True)
    gone = await rooms.create_room(ada, "gone")
    await rooms.set_default_room(boss, gone.id, is_default=True)
    await rooms.archive_room(ada, gone.id)
    await database.write(rooms.put_in_default_rooms, ben.id)
    assert names(ben) == ["first", "second"]
    await rooms.set_default_room(boss, first.id, is_default=False)
    await database.write(rooms.put_in_default_rooms, boss.id)
    assert names(boss) == ["second"]


async def test_nobody_is_registered_without_their_rooms(boss, ada):
    await rooms.create_room(ada, "first")
    await accounts.set_registration(await sign_in(boss.id), "open")

    def interrupted(user_id):
        rooms.put_in_default_rooms(user_id)
        raise SystemError("the program ends here")

    for welcome, is_there in ((interrupted, False), (rooms.put_in_default_rooms, True)):
        with suppress(SystemError):
            await accounts.register("Dora", "dora@example.com", PASSWORD, welcome=welcome)
        dora = User.get_or_none(User.name == "Dora")
        assert bool(dora) == is_there
        assert Membership.select().where(Membership.user == (dora or 0)).exists() == is_there


async def test_a_closed_room_is_no_default(boss, ada, ben):
    first = await rooms.create_room(ada, "first")
    assert first.is_default
    assert not (await rooms.change_room_kind(ada, first.id, "closed")).is_default
    assert not (await rooms.change_room_kind(ada, first.id, "open")).is_default
    await rooms.change_room_kind(ada, first.id, "closed")
    await rooms.add_member(ada, first.id, boss.id)
    with pytest.raises(Invalid, match="Only open rooms"):
        await rooms.set_default_room(boss, first.id, is_default=True)
    await database.write(rooms.put_in_default_rooms, ben.id)
    assert names(ben) == []


# ---- joining and leaving


async def test_a_room_is_joined_left_and_joined_again(ada, ben, published):
    room = await rooms.create_room(ada, "kitchen")
    await rooms.join_room(ben, room.id)
    await rooms.join_room(ben, room.id)
    assert people(ben, room) == [("Ada", "manager"), ("Ben", "member")]
    await rooms.set_member_role(ada, room.id, ben.id, "manager")
    await rooms.leave_room(ben, room.id)
    await rooms.leave_room(ben, room.id)
    assert people(ben, room) == [("Ada", "manager")]
    assert not rooms.is_member(ben, room.id)
    await rooms.join_room(ben, room.id)
    assert people(ben, room) == [("Ada", "manager"), ("Ben", "member")], "a member as any other"
    mine = [event for event in published if isinstance(event, MembershipChanged) and event.user_id == ben.id]
    assert [event.is_visible for event in mine] == [True] * 4
    assert Membership.select().where(Membership.user == ben.id).count() == 1


async def test_whoever_writes_in_an_open_room_joins_it(ada, ben, published):
    room = await rooms.create_room(ada, "kitchen")
    await messages.notify_typing(ben, room.id)
    assert names(ben) == []
    for _ in range(2):
        await messages.send_message(ben, room.id, "hello")
    assert names(ben) == ["kitchen"]
    assert len([event for event in published if isinstance(event, MembershipChanged)]) == 2
    await rooms.leave_room(ben, room.id)
    message = await messages.send_message(ada, room.id, "are you there?")
    await messages.react(ben, message.id, "👍", on=True)
    assert names(ben) == [], "reacting is not writing"


async def test_whoever_leaves_a_closed_room_or_is_removed_from_it_is_told_that_it_is_gone(ada, ben, cellar, published):
    for attempt in (rooms.remove_member(ada, cellar.id, ben.id), rooms.leave_room(ben, cellar.id)):
        published.clear()
        await attempt
        [event] = published
        assert (event.user_id, event.room_id, event.is_visible) == (ben.id, cellar.id, False)
        with pytest.raises(NotFound):
            rooms.room(ben, cellar.id)
        await rooms.add_member(ada, cellar.id, ben.id)


async def test_nobody_joins_an_archived_room_and_whoever_is_in_it_can_leave(ada, ben, cellar, published):
    await rooms.archive_room(ada, cellar.id)
    with pytest.raises(Forbidden, match="archived"):
        await rooms.add_member(ada, cellar.id, ben.id)
    await rooms.leave_room(ben, cellar.id)
    with pytest.raises(NotFound):
        rooms.room(ben, cellar.id)


async def test_a_message_sent_again_by_whoever_was_removed_tells_them_nothing(ada, ben, cellar):
    said = await messages.send_message(ben, cellar.id, "hello", "client-id-1")
    await rooms.remove_member(ada, cellar.id, ben.id)
    await messages.react(ada, said.id, "👍", on=True)
    with pytest.raises(NotFound):
        await messages.send_message(ben, cellar.id, "hello", "client-id-1")


# ---- adding and removing


async def test_anybody_in_an_open_room_adds_others_and_only_managers_remove_them(ada, ben, new_user):
    cem = new_user("Cem")
    room = await rooms.create_room(ada, "kitchen")
    with pytest.raises(Forbidden, match="Join this room first"):
        await rooms.add_member(ben, room.id, cem.id)
    await rooms.join_room(ben, room.id)
    await rooms.add_member(ben, room.id, cem.id)
    await rooms.add_member(ben, room.id, ada.id)
    assert people(ada, room) == [("Ada", "manager"), ("Ben", "member"), ("Cem", "member")]
    with pytest.raises(Forbidden):
        await rooms.remove_member(ben, room.id, cem.id)
    await rooms.remove_member(ada, room.id, cem.id)
    await rooms.remove_member(ada, room.id, cem.id)
    assert names(cem) == []


async def test_nobody_is_added_who_is_gone_or_never_was(ada, ben, cellar, new_user):
    idle, gone = new_user("Idle"), new_user("Gone")
    User.update(deactivated_at=1).where(User.id == idle.id).execute()
    User.update(deleted_at=1).where(User.id == gone.id).execute()
    before = stored()
    with pytest.raises(Invalid, match="deactivated"):
        await rooms.add_member(ada, cellar.id, idle.id)
    for hostile in (gone.id, *HOSTILE_IDS):
        for attempt in (
            rooms.add_member(ada, cellar.id, hostile),
            rooms.remove_member(ada, cellar.id, hostile),
            rooms.set_member_role(ada, cellar.id, hostile, "manager"),
        ):
            with pytest.raises(NotFound, match="Person not found"):
                await attempt
    for role in ("", "Manager", "administrator", None, 1, [], {}):
        with pytest.raises(Invalid, match="no such role"):
            await rooms.set_member_role(ada, cellar.id, ben.id, role)
    assert stored() == before


async def test_deactivated_people_are_not_listed_and_come_back_as_they_were(ada, ben, cellar):
    User.update(deactivated_at=1).where(User.id == ben.id).execute()
    assert people(ada, cellar) == [("Ada", "manager")]
    assert rooms.member_listing(ada, cellar.id).total == 1
    User.update(deactivated_at=None).where(User.id == ben.id).execute()
    assert people(ada, cellar) == [("Ada", "manager"), ("Ben", "member")]


# ---- managers


async def test_managers_make_others_managers_and_step_back(ada, ben, cellar):
    with pytest.raises(Forbidden):
        await rooms.set_member_role(ben, cellar.id, ben.id, "manager")
    await rooms.set_member_role(ada, cellar.id, ben.id, "manager")
    await rooms.set_member_role(ben, cellar.id, ada.id, "member")
    with pytest.raises(Forbidden):
        await rooms.rename_room(ada, cellar.id, "mine")
    await rooms.rename_room(ben, cellar.id, "ours", "for all of us")
    assert rooms.managers(ada, cellar.id) == {ben.id}


@pytest.mark.parametrize("how", ["leaves", "is deactivated", "is deleted", "steps back"])
async def test_where_the_last_manager_of_a_closed_room_goes_who_came_first_manages_it(ada, ben, cellar, new_user, how):
    cem = new_user("Cem")
    await rooms.add_member(ada, cellar.id, cem.id)
    match how:
        case "leaves":
            await rooms.leave_room(ada, cellar.id)
        case "is deactivated":
            User.update(deactivated_at=1).where(User.id == ada.id).execute()
        case "is deleted":
            User.update(deleted_at=1).where(User.id == ada.id).execute()
        case "steps back":
            await rooms.remove_member(ada, cellar.id, ben.id)
            await rooms.add_member(ada, cellar.id, ben.id)
            await rooms.set_member_role(ada, cellar.id, ada.id, "member")
    first = ada if how == "steps back" else ben
    assert rooms.managers(ben, cellar.id) == {first.id}
    assert rooms.may_manage(first, cellar.id)
    assert not rooms.may_manage(cem, cellar.id)
    await rooms.rename_room(first, cellar.id, "ours")
    with pytest.raises(Forbidden):
        await rooms.rename_room(cem, cellar.id, "mine")


async def test_an_administrator_manages_every_open_room_and_no_closed_one_of_others(boss, ada, cellar):
    room = await rooms.create_room(ada, "kitchen")
    await rooms.rename_room(boss, room.id, "Kitchen")
    await rooms.add_member(boss, room.id, boss.id)
    await rooms.remove_member(boss, room.id, ada.id)
    assert people(boss, room) == [("Boss", "member")]
    with pytest.raises(NotFound):
        await rooms.rename_room(boss, cellar.id, "mine")
    await rooms.add_member(ada, cellar.id, boss.id)
    with pytest.raises(Forbidden):
        await rooms.rename_room(boss, cellar.id, "mine")


# ---- lists


async def test_open_rooms_are_found_with_how_many_are_in_them(ada, ben, cellar, new_user):
    idle = new_user("Idle")
    room = await rooms.create_room(ada, "kitchen", "where we eat")
    for user in (ben, idle):
        await rooms.join_room(user, room.id)
    await rooms.leave_room(ben, room.id)
    User.update(deactivated_at=1).where(User.id == idle.id).execute()
    for who, is_member in ((ada, True), (ben, False)):
        listing = rooms.browse_listing(who, "EAT")
        assert [(found.room, found.is_member, found.members) for found in listing.items] == [(room, is_member, 1)]
        assert rooms.browse_listing(who, "cellar").total == 0
    Room.update(archived_at=1).where(Room.id == room.id).execute()
    assert rooms.browse_listing(ada).total == 0
