"""Names of rooms that look the same are the same."""

import asyncio

import pytest

from chat import accounts, rooms
from chat.errors import Invalid
from models import Room
from tests.people import register_person, stored


@pytest.fixture
def boss(opened):
    return accounts.user_by_id(register_person("Boss", "administrator"))


async def test_a_room_cannot_be_made_beside_one_that_looks_the_same(opened, ada):
    await rooms.create_room(ada, "sre-team")
    before = stored()
    for name in ("SRE-Team", "sre‑team", "#sre-team", "srе-team", "sre\u200d-team"):
        with pytest.raises(Invalid, match="with this name already exists: “sre-team”"):
            await rooms.create_room(ada, name)
    assert stored() == before


async def test_a_room_can_be_renamed_to_another_case_of_its_name_and_to_nobody_elses(opened, boss, ada):
    kitchen = await rooms.create_room(ada, "kitchen")
    await rooms.create_room(ada, "attic")
    assert (await rooms.rename_room(boss, kitchen.id, "Kitchen")).name == "Kitchen"
    with pytest.raises(Invalid, match="“attic”"):
        await rooms.rename_room(boss, kitchen.id, "ATTIC")
    await rooms.rename_room(boss, kitchen.id, "cellar")
    await rooms.create_room(ada, "Kitchen")


async def test_the_name_of_an_archived_room_is_taken_and_that_is_said(opened, boss, ada):
    kitchen = await rooms.create_room(ada, "kitchen")
    await rooms.archive_room(boss, kitchen.id)
    with pytest.raises(Invalid, match="An archived room with this name already exists"):
        await rooms.create_room(ada, "Kitchen")
    await rooms.restore_room(boss, kitchen.id)


async def test_rooms_that_were_the_same_before_go_on_until_one_is_brought_back(opened, boss, ada):
    kitchen, other = (Room.create(name=name) for name in ("kitchen", "Kitchen"))
    with pytest.raises(Invalid):
        await rooms.create_room(ada, "KITCHEN")
    await rooms.create_room(ada, "attic")
    assert [Room.get_by_id(room.id).name_key for room in (kitchen, other)] == ["kitchen", f"kitchen\n{other.id}"]
    await rooms.rename_room(boss, other.id, "Kitchen", "now described")
    with pytest.raises(Invalid, match="already exists"):
        await rooms.rename_room(boss, other.id, "kitchen")
    await rooms.archive_room(boss, other.id)
    with pytest.raises(Invalid, match="Rename one of them first"):
        await rooms.restore_room(boss, other.id)
    await rooms.rename_room(boss, kitchen.id, "cellar")
    with pytest.raises(Invalid):
        await rooms.create_room(ada, "kitchen")
    await rooms.restore_room(boss, other.id)


async def test_of_two_who_make_the_same_room_at_once_one_does(opened, ada, ben):
    made = await asyncio.gather(
        *(rooms.create_room(who, name) for who, name in ((ada, "Attic"), (ben, "attic"))), return_exceptions=True
    )
    assert sorted(isinstance(one, Invalid) for one in made) == [False, True]


async def test_the_name_of_a_closed_room_is_free_and_nobody_learns_of_it(opened, boss, ada, ben):
    """Neither by making a room, nor by renaming, restoring, closing or opening one."""
    cellar = await rooms.create_room(ada, "cellar", kind="closed")
    other = await rooms.create_room(ben, "Cellar", kind="closed")
    assert await rooms.create_room(boss, "CELLAR")
    attic = await rooms.create_room(ben, "attic")
    assert (await rooms.rename_room(ben, other.id, "cellar")).name == "cellar"
    with pytest.raises(Invalid, match="A room with this name already exists"):
        await rooms.rename_room(ben, attic.id, "Cellar")
    with pytest.raises(Invalid, match="with this name already exists"):
        await rooms.change_room_kind(ada, cellar.id, "open")
    await rooms.rename_room(ada, cellar.id, "wine")
    await rooms.change_room_kind(ada, cellar.id, "open")
    assert [room.name for room in rooms.open_rooms(ben)] == ["attic", "CELLAR", "wine"]


async def test_whoever_sees_a_closed_room_makes_no_other_of_its_name(opened, ada):
    await rooms.create_room(ada, "cellar", kind="closed")
    for kind in ("open", "closed"):
        with pytest.raises(Invalid, match="“cellar”"):
            await rooms.create_room(ada, "Cellar", kind=kind)


async def test_of_two_closed_rooms_of_a_name_that_are_opened_at_once_one_is(opened, ada, ben):
    both = [await rooms.create_room(who, "cellar", kind="closed") for who in (ada, ben)]
    opened_now = await asyncio.gather(
        *(rooms.change_room_kind(who, room.id, "open") for who, room in zip((ada, ben), both, strict=True)),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, Invalid) for one in opened_now) == [False, True]
