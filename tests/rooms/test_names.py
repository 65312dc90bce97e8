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
