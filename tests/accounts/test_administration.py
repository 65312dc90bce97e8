"""What administrators do to people and to the place itself."""

import pytest

from chat import accounts, messages
from chat.accounts import hash_token
from chat.accounts.events import OwnAccountChanged, SessionEnded, TokensEnded
from chat.errors import Forbidden, NotFound, NotSignedIn
from models import Invite, Room, User
from tests.people import PASSWORD, register_person, sign_in, somebody, stored


@pytest.fixture
async def boss(opened):
    return await sign_in(register_person("Boss", "administrator"))


@pytest.fixture
def ada(boss):
    return register_person("Ada")


async def test_whoever_is_deactivated_is_out_at_once(boss, ada, published):
    room = Room.create(name="kitchen")
    hers = [await sign_in(ada) for _ in range(2)]
    message = await messages.send_message(hers[0].user, room.id, "hello")
    token = await accounts.create_api_token(hers[0], "robot")
    published.clear()
    await accounts.deactivate_person(boss, ada)
    assert set(published) == {*(SessionEnded(session.session_id, ada) for session in hers), TokensEnded(ada)}
    assert accounts.api_user(hash_token(token)) is None
    for attempt in (
        accounts.log_in("ada@example.com", PASSWORD),
        messages.send_message(hers[0].user, room.id, "again"),
        messages.edit_message(hers[0].user, message.id, "changed"),
        messages.delete_message(hers[0].user, message.id),
        accounts.change_password(hers[0], "an old piano under snow"),
        accounts.confirm_identity(hers[0], PASSWORD),
        accounts.start_session(ada),
    ):
        with pytest.raises(NotSignedIn):
            await attempt
    assert messages.newest_messages(somebody(), room.id).messages[0].author.name == "Ada", (
        "what was said stays, with its name"
    )


async def test_whoever_is_reactivated_logs_in_anew(boss, ada):
    await accounts.deactivate_person(boss, ada)
    [person] = [person for person in accounts.people() if person.user.id == ada]
    assert person.deactivated_at
    await accounts.reactivate_person(boss, ada)
    assert await accounts.log_in("ada@example.com", PASSWORD)
    assert not accounts.person(ada).deactivated_at


async def test_an_administrator_can_not_deactivate_themselves(boss, ada):
    await accounts.set_role(boss, ada, "administrator")
    before = stored()
    with pytest.raises(Forbidden, match="your own account"):
        await accounts.deactivate_person(boss, boss.user.id)
    assert stored() == before


async def test_the_last_administrator_cannot_step_down(boss, ada, published):
    deactivated = register_person("Old boss", "administrator")
    User.update(deactivated_at=1).where(User.id == deactivated).execute()
    before = stored()
    with pytest.raises(Forbidden, match="There must be at least one administrator"):
        await accounts.set_role(boss, boss.user.id, "member")
    assert (stored(), published) == (before, [])


async def test_a_role_counts_from_the_moment_it_is_given_or_taken(boss, ada, published):
    hers = await sign_in(ada)
    await accounts.set_role(boss, ada, "administrator")
    assert published == [OwnAccountChanged(accounts.user_by_id(ada))]
    await accounts.create_invite(hers.user)
    await accounts.set_role(boss, ada, "member")
    with pytest.raises(Forbidden):
        await accounts.create_invite(hers.user)
    with pytest.raises(Forbidden):
        await accounts.set_role(hers, ada, "administrator")


async def test_the_invites_of_whoever_is_deactivated_let_nobody_in(boss, ada):
    await accounts.set_role(boss, ada, "administrator")
    invite = await accounts.create_invite(accounts.user_by_id(ada))
    await accounts.deactivate_person(boss, ada)
    assert not accounts.is_invite(hash_token(invite))
    assert Invite.select().count() == 0


async def test_an_administrator_ends_all_sessions_of_somebody(boss, ada, published):
    hers = await sign_in(ada)
    await accounts.end_sessions_of(boss.user, ada)
    assert published == [SessionEnded(hers.session_id, ada)]
    assert accounts.identity_of_session(boss.session_id)


async def test_who_has_left_is_nobody_to_administrators_either(boss, ada):
    await accounts.delete_account(await sign_in(ada))
    for attempt in (
        accounts.set_role(boss, ada, "administrator"),
        accounts.deactivate_person(boss, ada),
        accounts.reactivate_person(boss, ada),
        accounts.end_sessions_of(boss.user, ada),
        accounts.create_reset_link(boss, ada),
    ):
        with pytest.raises(NotFound):
            await attempt
