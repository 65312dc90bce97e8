"""A person's own account: making it, changing it, leaving."""

import io

import pytest
from PIL import Image

from chat import commands, queries
from chat.errors import Forbidden, Invalid, NotSignedIn, PasswordNeeded
from chat.events import PersonChanged, SessionEnded
from chat.passwords import password_matches
from chat.tokens import hash_token
from models import ApiToken, Avatar, Invite, ResetLink, Room, Session, User, now_ms
from tests.accounts import PASSWORD, forget_confirmation, register_person, sign_in, stored

NEW = "an old piano under snow"


@pytest.fixture
async def boss(opened):
    return await sign_in(register_person("Boss", "administrator"))


@pytest.fixture
async def me(boss):
    return await sign_in(register_person("Ada"))


def row(identity):
    return User.get_by_id(identity.user.id)


# ---- coming


async def test_the_first_person_runs_the_place_and_nobody_else_comes_that_way(opened):
    first = await commands.create_administrator("Ada", "Ada@Example.com", NEW)
    assert (first.role, User.get().email) == ("administrator", "ada@example.com")
    with pytest.raises(Forbidden):
        await commands.create_administrator("Ben", "ben@example.com", NEW)


@pytest.mark.parametrize("mode", ["open", "invite", "closed"])
async def test_the_mode_says_who_may_register(boss, mode):
    await commands.set_registration(boss, mode)
    invite = await commands.create_invite(boss.user)
    for token, may in {"": mode == "open", "forged": mode == "open", invite: mode != "closed"}.items():
        if may:
            await commands.check_registration(token)
            user = await commands.register(f"Cleo {len(token)}", f"cleo-{len(token)}@example.com", NEW, token)
            assert user.role == "member"
        else:
            before = stored()
            with pytest.raises(Forbidden, match="invite link"):
                await commands.check_registration(token)
            with pytest.raises(Forbidden, match="invite link"):
                await commands.register("Cleo", "cleo@example.com", NEW, token)
            assert stored() == before


async def test_without_a_word_from_the_administrator_one_registers_by_invite(boss):
    assert queries.registration() == "invite"


async def test_an_invite_lets_people_in_until_it_expires_or_is_revoked(boss):
    first, second = [await commands.create_invite(boss.user) for _ in range(2)]
    [newer, older] = queries.invites()
    await commands.revoke_invite(boss.user, older.id)
    with pytest.raises(Forbidden):
        await commands.register("Cleo", "cleo@example.com", NEW, first)
    await commands.register("Cleo", "cleo@example.com", NEW, second)
    Invite.update(expires_at=now_ms()).execute()
    assert queries.invites() == []
    with pytest.raises(Forbidden):
        await commands.check_registration(second)
    await commands.create_invite(boss.user)
    assert Invite.select().count() == 1, "expired ones are swept away"
    assert newer.expires_at > now_ms()


@pytest.mark.parametrize(
    "email", ["", "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "a" * 250 + "@b.de", None]
)
async def test_what_is_no_address_is_refused(me, email):
    with pytest.raises(Invalid):
        await commands.change_email(me, email)


async def test_an_address_belongs_to_one_person_however_it_is_typed(me):
    await commands.set_registration(await sign_in(1), "open")
    for email in ("ada@example.com", " ADA@EXAMPLE.COM "):
        with pytest.raises(Invalid, match="cannot be used here"):
            await commands.register("Another", email, NEW)


async def test_a_taken_address_costs_as_much_work_as_a_free_one(me, monkeypatch):
    await commands.set_registration(await sign_in(1), "open")
    hashed = []
    monkeypatch.setattr(commands.accounts, "accepted_hash", _counting(hashed))
    for email in ("ada@example.com", "free@example.com"):
        try:
            await commands.register("Another", email, NEW)
        except Invalid:
            hashed.append("refused")
    assert hashed == ["hashed", "refused", "hashed"]


def _counting(calls):
    async def count(*_args):
        calls.append("hashed")
        return "-"

    return count


# ---- changing


async def test_a_new_name_is_seen_by_all(me, published):
    await commands.change_name(me.user, " Ada\u202e  King ")
    user = queries.user_by_id(me.user.id)
    assert user.name == "Ada King"
    assert published == [PersonChanged(user)]


async def test_a_new_address_kills_links_sent_to_the_old_one(me):
    link = await commands.request_reset("ada@example.com")
    await commands.change_email(me, "Countess@Example.com")
    assert row(me).email == "countess@example.com"
    assert queries.reset_link_user(hash_token(link)) is None
    assert await commands.request_reset("ada@example.com") is None


async def test_keeping_ones_address_is_no_change(me):
    await commands.request_reset("ada@example.com")
    await commands.change_email(me, "ada@example.com")
    assert ResetLink.select().count() == 1


async def test_a_new_password_ends_all_other_sessions_and_all_links(me, published):
    others = [await sign_in(me.user.id) for _ in range(2)]
    await commands.request_reset("ada@example.com")
    await commands.change_password(me, NEW)
    assert await password_matches(NEW, row(me).password_hash)
    assert set(published) == {SessionEnded(other.session_id) for other in others}
    assert [session.id for session in Session.select().where(Session.user == me.user.id)] == [me.session_id]
    assert ResetLink.select().count() == 0


@pytest.mark.parametrize("password", ["short", "ada@example.com", "password1234"])
async def test_a_bad_password_changes_nothing(me, published, password):
    before = stored()
    with pytest.raises(Invalid):
        await commands.change_password(me, password)
    assert (stored(), published) == (before, [])


async def test_what_is_sensitive_asks_for_the_password_after_ten_minutes(me):
    forget_confirmation(me)
    with pytest.raises(PasswordNeeded):
        await commands.change_password(me, NEW)
    await commands.confirm_identity(me, PASSWORD)
    await commands.change_password(me, NEW)


def picture(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), colour).save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_picture_nobody_shows_any_more_is_gone(boss, me, published):
    for colour in ("red", "blue", "red"):
        await commands.set_avatar(me.user, picture(colour))
    await commands.set_avatar(boss.user, picture("red"))
    assert Avatar.select().count() == 1
    assert published[-1] == PersonChanged(queries.user_by_id(boss.user.id))
    await commands.remove_avatar(me.user)
    assert queries.avatar(row(boss).avatar)
    await commands.remove_avatar(boss.user)
    assert Avatar.select().count() == 0


# ---- tokens for programs


async def test_a_token_speaks_for_its_owner_until_it_is_revoked(me):
    token = await commands.create_api_token(me, "robot")
    assert queries.api_user(hash_token(token)) == me.user
    await commands.touch_api_token(token)
    [item] = queries.api_tokens_of(me.user.id)
    assert (item.name, item.used_at is None) == ("robot", False)
    await commands.revoke_api_token(me.user, item.id)
    assert queries.api_user(hash_token(token)) is None


async def test_a_person_has_fifty_tokens_at_most(me):
    for number in range(50):
        await commands.create_api_token(me, f"robot {number}")
    with pytest.raises(Forbidden, match="revoke one"):
        await commands.create_api_token(me, "one more")


# ---- leaving


async def test_who_leaves_leaves_their_words_and_nothing_else(me, published):
    room = Room.create(name="kitchen")
    message = await commands.send_message(me.user, room.id, "remember me")
    await commands.set_avatar(me.user, picture("red"))
    token = await commands.create_api_token(me, "robot")
    link = await commands.request_reset("ada@example.com")
    before = published[:]
    await commands.delete_account(me)
    assert published[len(before) :] == [PersonChanged(queries.user_item(row(me))), SessionEnded(me.session_id)]
    [shown] = queries.newest_messages(room.id).messages
    assert (shown.author.name, shown.author.avatar, shown.body) == ("Former member", None, "remember me")
    assert (shown.id, shown.revision) == (message.id, message.revision), "unread rows stay as they are"
    assert b"Ada" not in str(stored()).encode()
    assert "ada@example.com" not in str(stored())
    assert Avatar.select().count() == ApiToken.select().count() == 0
    assert queries.api_user(hash_token(token)) is queries.reset_link_user(hash_token(link)) is None
    for attempt in (commands.send_message(me.user, room.id, "again"), commands.log_in("ada@example.com", PASSWORD)):
        with pytest.raises(NotSignedIn):
            await attempt
    assert [person.user.name for person in queries.people()] == ["Boss"]


async def test_an_address_that_was_left_can_be_had_again(boss, me):
    await commands.delete_account(me)
    await commands.set_registration(boss, "open")
    assert (await commands.register("Ada", "ada@example.com", NEW)).id != me.user.id


async def test_the_last_administrator_stays(boss, me, published):
    before = stored()
    with pytest.raises(Forbidden, match="Somebody has to run the place"):
        await commands.delete_account(boss)
    assert (stored(), published) == (before, [])
    await commands.set_role(boss, me.user.id, "administrator")
    await commands.delete_account(boss)
    assert row(me).role == "administrator"
