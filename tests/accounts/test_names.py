"""Names of active people that look the same are the same."""

import asyncio

import pytest

from chat import accounts
from chat.accounts.commands.names import FORMER
from chat.errors import Invalid
from chat.text import MAX_NAME
from models import Setting, User, db
from tests.people import register_person, sign_in, stored

PASSWORD = "seven slow grey herons"


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
