"""Names that look the same are the same: of rooms, and of people who are active."""

import asyncio
from itertools import combinations

import pytest

from chat import accounts, rooms
from chat.accounts.commands.names import FORMER
from chat.errors import Invalid
from chat.storage.name_keys import name_key
from chat.text import MAX_NAME, clean_name
from models import Room, Setting, User, db
from tests.people import register_person, sign_in, stored
from tests.storage.name_catalogue import ALLOWED, DIFFERENT, REFUSED, SAME, groups

PASSWORD = "seven slow grey herons"


def test_the_catalogue_is_a_large_one():
    assert sum(len(names) for part in (SAME, DIFFERENT, ALLOWED, REFUSED) for names in groups(part)) > 400


@pytest.mark.parametrize("names", groups(SAME), ids=lambda names: names[0])
def test_names_that_look_the_same_are_the_same(names):
    assert {name_key(name) for name in names} == {name_key(names[0])}
    kept = [clean_name(name) for name in names]
    assert {name_key(name) for name in kept} == {name_key(names[0])}


@pytest.mark.parametrize("names", groups(DIFFERENT), ids=lambda names: names[0])
def test_names_that_look_different_are_different(names):
    assert [pair for pair in combinations(names, 2) if name_key(pair[0]) == name_key(pair[1])] == []


@pytest.mark.parametrize("name", [name for names in groups(ALLOWED) for name in names])
def test_joiners_emoji_and_every_script_are_allowed(name):
    assert clean_name(name) == name
    assert name_key(name)


@pytest.mark.parametrize("name", [name for names in groups(REFUSED) for name in names])
def test_a_name_without_anything_to_see_is_refused(name):
    with pytest.raises(Invalid):
        clean_name(name)


@pytest.mark.parametrize("name", ["ﷺ" * MAX_NAME, "ẞ" * MAX_NAME, "ΐ" * MAX_NAME, "👩\u200d" * 40])
async def test_the_key_of_every_name_fits_into_an_index(opened, ada, name):
    room = await rooms.create_room(ada, name)
    with pytest.raises(Invalid):
        await rooms.create_room(ada, f"\u200d{name[:-1]}{name[-1]}".replace("\u200d", ""))
    assert Room.get_by_id(room.id).name == clean_name(name)


# ---- rooms


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
    assert (await rooms.rename_room(boss.user, kitchen.id, "Kitchen")).name == "Kitchen"
    with pytest.raises(Invalid, match="“attic”"):
        await rooms.rename_room(boss.user, kitchen.id, "ATTIC")
    await rooms.rename_room(boss.user, kitchen.id, "cellar")
    await rooms.create_room(ada, "Kitchen")


async def test_the_name_of_an_archived_room_is_taken_and_that_is_said(opened, boss, ada):
    kitchen = await rooms.create_room(ada, "kitchen")
    await rooms.archive_room(boss.user, kitchen.id)
    with pytest.raises(Invalid, match="An archived room with this name already exists"):
        await rooms.create_room(ada, "Kitchen")
    await rooms.restore_room(boss.user, kitchen.id)


async def test_rooms_that_were_the_same_before_go_on_until_one_is_brought_back(opened, boss, ada):
    kitchen, other = (Room.create(name=name) for name in ("kitchen", "Kitchen"))
    with pytest.raises(Invalid):
        await rooms.create_room(ada, "KITCHEN")
    await rooms.create_room(ada, "attic")
    assert [Room.get_by_id(room.id).name_key for room in (kitchen, other)] == ["kitchen", f"kitchen\n{other.id}"]
    await rooms.rename_room(boss.user, other.id, "Kitchen", "now described")
    with pytest.raises(Invalid, match="already exists"):
        await rooms.rename_room(boss.user, other.id, "kitchen")
    await rooms.archive_room(boss.user, other.id)
    with pytest.raises(Invalid, match="Rename one of them first"):
        await rooms.restore_room(boss.user, other.id)
    await rooms.rename_room(boss.user, kitchen.id, "cellar")
    with pytest.raises(Invalid):
        await rooms.create_room(ada, "kitchen")
    await rooms.restore_room(boss.user, other.id)


async def test_of_two_who_make_the_same_room_at_once_one_does(opened, ada, ben):
    made = await asyncio.gather(
        *(rooms.create_room(who, name) for who, name in ((ada, "Attic"), (ben, "attic"))), return_exceptions=True
    )
    assert sorted(isinstance(one, Invalid) for one in made) == [False, True]


# ---- people


@pytest.fixture
async def boss(opened):
    return await sign_in(register_person("Boss", "administrator"))


@pytest.fixture
def open_to_all(boss):
    Setting.create(name="registration", value="open")


async def register(name):
    return await accounts.register(name, f"person{User.select().count()}@example.com", PASSWORD)


@pytest.mark.parametrize("name", ["Boss", "BOSS", "Bo\u200dss", "Boss\ufe0f", "@Boss", "Воss", "Boss\u2800", " Boss "])
async def test_nobody_registers_under_the_administrators_name(open_to_all, name):
    before = stored()
    with pytest.raises(Invalid, match=r"This name is taken\. Try “.+ 2”"):
        await register(name)
    assert stored() == before


async def test_what_is_suggested_can_be_had(open_to_all):
    for expected in ("Boss 2", "Boss 3", "Boss 4"):
        with pytest.raises(Invalid, match=f"Try “{expected}”"):
            await register("Boss")
        await register(expected)


async def test_what_is_suggested_for_a_long_name_is_not_too_long(open_to_all):
    await register("x" * MAX_NAME)
    with pytest.raises(Invalid) as refused:
        await register("X" * MAX_NAME)
    suggested = refused.value.message.split("“")[1].split("”")[0]
    assert len(suggested) == MAX_NAME
    await register(suggested)


async def test_ones_own_name_can_be_changed_to_another_case_and_to_nobody_elses(boss, ada):
    await accounts.change_name(ada, "ADA")
    assert accounts.user_by_id(ada.id).name == "ADA"
    with pytest.raises(Invalid, match="Try “boss 2”"):
        await accounts.change_name(ada, "boss")
    await accounts.change_name(ada, "Ada King")
    await register_and_check(boss, "Ada")


async def register_and_check(boss, name):
    await accounts.set_registration(boss, "open")
    assert (await register(name)).name == name


async def test_nobody_is_called_as_those_are_who_have_left(boss, ada):
    with pytest.raises(Invalid, match="who have left"):
        await accounts.change_name(ada, FORMER.upper())


async def test_a_name_is_free_when_its_owner_has_left(boss, open_to_all):
    ada = await register("Ada")
    await accounts.delete_account(await sign_in(ada.id))
    assert User.get_by_id(ada.id).name_key is None
    await register("Ada")


async def test_who_was_deactivated_comes_back_if_nobody_has_taken_the_name(boss, open_to_all):
    ada = await register("Ada")
    await accounts.deactivate_person(boss, ada.id)
    await accounts.reactivate_person(boss, ada.id)
    await accounts.deactivate_person(boss, ada.id)
    other = await register("ADA")
    with pytest.raises(Invalid, match=r"“ADA” now\. Rename them first, for example to “ADA 2”"):
        await accounts.reactivate_person(boss, ada.id)
    await accounts.change_name(other, "ADA 2")
    await accounts.reactivate_person(boss, ada.id)


async def test_people_who_were_called_the_same_before_go_on(boss, open_to_all):
    first = register_person("Ada")
    second = User.create(name="ADA", email="other@example.com", password_hash="-").id
    with pytest.raises(Invalid):
        await register("ada")
    await accounts.change_name(accounts.user_by_id(second), "Ada")
    await accounts.change_name(accounts.user_by_id(first), "Countess")
    with pytest.raises(Invalid, match="Try “Ada 2”"):
        await register("Ada")
    await accounts.change_name(accounts.user_by_id(second), "Ada King")
    await register("Ada")


async def test_of_two_who_register_under_one_name_at_once_one_does(open_to_all):
    made = await asyncio.gather(
        *(accounts.register("Ada", f"{who}@example.com", PASSWORD) for who in "ab"), return_exceptions=True
    )
    assert sorted(isinstance(one, Invalid) for one in made) == [False, True]


def test_the_database_itself_holds_no_two_active_people_of_one_name(opened):
    User.create(name="Ada", name_key="ada", email="a", password_hash="-")
    User.create(name="Ada", name_key="ada", email="b", password_hash="-", deactivated_at=1)
    with pytest.raises(Exception, match=r"(?i)unique"), db.atomic():
        User.create(name="Ada", name_key="ada", email="c", password_hash="-")
