"""A new password for whoever has forgotten theirs."""

import asyncio

import pytest

from chat import accounts
from chat.accounts import hash_token
from chat.accounts.commands.password_reset import LINK_LIFETIME_MS
from chat.accounts.events import SessionEnded
from chat.errors import Invalid, NotFound, NotSignedIn
from models import ResetLink, User, now_ms
from tests.people import PASSWORD, register_person, sign_in, stored

NEW = "an old piano under snow"


@pytest.fixture
async def boss(opened):
    return await sign_in(register_person("Boss", "administrator"))


@pytest.fixture
def ada(boss):
    return register_person("Ada")


async def test_a_link_sets_a_new_password_once_and_ends_all_sessions(ada, published):
    sessions = [await sign_in(ada) for _ in range(2)]
    link = await accounts.request_reset(" ADA@example.com")
    await accounts.reset_password(link, NEW)
    assert set(published) == {SessionEnded(session.session_id, ada) for session in sessions}
    with pytest.raises(NotSignedIn):
        await accounts.log_in("ada@example.com", PASSWORD)
    assert await accounts.log_in("ada@example.com", NEW)
    with pytest.raises(NotFound):
        await accounts.reset_password(link, "another piano under snow")


async def test_a_link_used_twice_at_once_works_once(ada):
    link = await accounts.request_reset("ada@example.com")
    passwords = [NEW, "a green door that sings"]
    results = await asyncio.gather(
        *(accounts.reset_password(link, password) for password in passwords), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotFound"]


async def test_a_link_is_good_for_an_hour(ada):
    link = await accounts.request_reset("ada@example.com")
    [row] = ResetLink.select()
    assert abs(row.expires_at - now_ms() - LINK_LIFETIME_MS) < 60_000
    assert LINK_LIFETIME_MS == 3600 * 1000
    ResetLink.update(expires_at=now_ms()).execute()
    with pytest.raises(NotFound, match="expired or was already used"):
        await accounts.reset_password(link, NEW)


def are_good(links):
    return [bool(accounts.reset_link_user(hash_token(link))) for link in links]


async def test_nobody_voids_a_link_by_asking_for_another(boss, ada):
    links = [await accounts.create_reset_link(boss, ada)]
    links += [await accounts.request_reset("ada@example.com") for _ in range(2)]
    assert are_good(links) == [True, True, True]
    await accounts.reset_password(links[1], NEW)
    assert are_good(links) == [False, False, False]


async def test_a_link_that_an_administrator_makes_replaces_those_before(boss, ada):
    links = [await accounts.request_reset("ada@example.com")]
    links += [await accounts.create_reset_link(boss, ada) for _ in range(2)]
    assert are_good(links) == [False, False, True]


async def test_a_refused_password_leaves_the_link_good(ada):
    link = await accounts.request_reset("ada@example.com")
    for password in ("short", "password1234", "ada@example.com", "\ud800" * 12):
        with pytest.raises(Invalid):
            await accounts.reset_password(link, password)
    await accounts.reset_password(link, NEW)


async def test_a_link_of_somebody_deactivated_is_worth_nothing(boss, ada):
    link = await accounts.request_reset("ada@example.com")
    await accounts.deactivate_person(boss, ada)
    with pytest.raises(NotFound):
        await accounts.reset_password(link, NEW)
    assert await accounts.request_reset("ada@example.com") is None
    await accounts.reactivate_person(boss, ada)
    with pytest.raises(NotFound):
        await accounts.reset_password(link, NEW)


@pytest.mark.parametrize(
    "email", ["nobody@example.com", "", "%", "\ud800@x", "x" * 1_000_000, "ada@example.com,eve@evil.org"]
)
async def test_for_an_unknown_address_there_is_no_link(ada, email):
    before = stored()
    assert await accounts.request_reset(email) is None
    assert stored() == before


async def test_the_database_does_not_know_the_link(ada):
    link = await accounts.request_reset("ada@example.com")
    assert link not in str(stored())


async def test_a_link_for_nobody_is_not_found(boss):
    gone = register_person("Gone")
    User.update(deleted_at=1).where(User.id == gone).execute()
    for user_id in (gone, 999):
        with pytest.raises(NotFound):
            await accounts.create_reset_link(boss, user_id)
