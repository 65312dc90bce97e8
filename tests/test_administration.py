"""What administrators do to people and to the place itself."""

import pytest

from chat import commands, queries
from chat.errors import Forbidden, NotFound, NotSignedIn
from chat.events import PersonChanged, SessionEnded
from chat.tokens import hash_token
from models import Invite, Room, User
from tests.accounts import PASSWORD, register_person, sign_in, stored


@pytest.fixture
async def boss(opened):
    return await sign_in(register_person("Boss", "administrator"))


@pytest.fixture
def ada(boss):
    return register_person("Ada")


async def test_whoever_is_deactivated_is_out_at_once(boss, ada, published):
    room = Room.create(name="kitchen")
    hers = [await sign_in(ada) for _ in range(2)]
    message = await commands.send_message(hers[0].user, room.id, "hello")
    token = await commands.create_api_token(hers[0], "robot")
    published.clear()
    await commands.deactivate_person(boss, ada)
    assert set(published) == {SessionEnded(session.session_id) for session in hers}
    assert queries.api_user(hash_token(token)) is None
    for attempt in (
        commands.log_in("ada@example.com", PASSWORD),
        commands.send_message(hers[0].user, room.id, "again"),
        commands.edit_message(hers[0].user, message.id, "changed"),
        commands.delete_message(hers[0].user, message.id),
        commands.change_password(hers[0], "an old piano under snow"),
        commands.confirm_identity(hers[0], PASSWORD),
        commands.start_session(ada),
    ):
        with pytest.raises(NotSignedIn):
            await attempt
    assert queries.newest_messages(room.id).messages[0].author.name == "Ada", "what was said stays, with its name"


async def test_whoever_is_reactivated_logs_in_anew(boss, ada):
    await commands.deactivate_person(boss, ada)
    [person] = [person for person in queries.people() if person.user.id == ada]
    assert person.deactivated_at
    await commands.reactivate_person(boss, ada)
    assert await commands.log_in("ada@example.com", PASSWORD)
    assert not queries.person(ada).deactivated_at


async def test_an_administrator_can_not_deactivate_themselves(boss, ada):
    await commands.set_role(boss, ada, "administrator")
    before = stored()
    with pytest.raises(Forbidden, match="yourself"):
        await commands.deactivate_person(boss, boss.user.id)
    assert stored() == before


async def test_the_last_administrator_cannot_step_down(boss, ada, published):
    deactivated = register_person("Old boss", "administrator")
    User.update(deactivated_at=1).where(User.id == deactivated).execute()
    before = stored()
    with pytest.raises(Forbidden, match="Somebody has to run the place"):
        await commands.set_role(boss, boss.user.id, "member")
    assert (stored(), published) == (before, [])


async def test_a_role_counts_from_the_moment_it_is_given_or_taken(boss, ada, published):
    hers = await sign_in(ada)
    await commands.set_role(boss, ada, "administrator")
    assert published == [PersonChanged(queries.user_by_id(ada))]
    await commands.create_invite(hers.user)
    await commands.set_role(boss, ada, "member")
    with pytest.raises(Forbidden):
        await commands.create_invite(hers.user)
    with pytest.raises(Forbidden):
        await commands.set_role(hers, ada, "administrator")


async def test_the_invites_of_whoever_is_deactivated_let_nobody_in(boss, ada):
    await commands.set_role(boss, ada, "administrator")
    invite = await commands.create_invite(queries.user_by_id(ada))
    await commands.deactivate_person(boss, ada)
    assert not queries.is_invite(hash_token(invite))
    assert Invite.select().count() == 0


async def test_an_administrator_ends_all_sessions_of_somebody(boss, ada, published):
    hers = await sign_in(ada)
    await commands.end_sessions_of(boss.user, ada)
    assert published == [SessionEnded(hers.session_id)]
    assert queries.identity_of_session(boss.session_id)


async def test_who_has_left_is_nobody_to_administrators_either(boss, ada):
    await commands.delete_account(await sign_in(ada))
    for attempt in (
        commands.set_role(boss, ada, "administrator"),
        commands.deactivate_person(boss, ada),
        commands.reactivate_person(boss, ada),
        commands.end_sessions_of(boss.user, ada),
        commands.create_reset_link(boss, ada),
    ):
        with pytest.raises(NotFound):
            await attempt
