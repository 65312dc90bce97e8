"""A person's own account: making it, changing it, leaving."""

import io

import pytest
from PIL import Image

from chat import accounts, messages, rooms
from chat.accounts import hash_token
from chat.accounts.events import OwnAccountChanged, PersonChanged, SessionEnded, TokensEnded
from chat.accounts.passwords import password_matches
from chat.errors import Forbidden, Invalid, NotSignedIn, PasswordNeeded
from models import ApiToken, Avatar, Invite, Membership, ResetLink, Room, Session, User, now_ms
from tests.people import PASSWORD, forget_confirmation, register_person, sign_in, somebody, stored

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
    first = await accounts.create_administrator("Ada", "Ada@Example.com", NEW)
    assert (first.role, User.get().email) == ("administrator", "ada@example.com")
    with pytest.raises(Forbidden):
        await accounts.create_administrator("Ben", "ben@example.com", NEW)


@pytest.mark.parametrize("mode", ["open", "invite", "closed"])
async def test_the_mode_says_who_may_register(boss, mode):
    await accounts.set_registration(boss, mode)
    invite = await accounts.create_invite(boss.user)
    for token, may in {"": mode == "open", "forged": mode == "open", invite: mode != "closed"}.items():
        if may:
            await accounts.check_registration(token)
            user = await accounts.register(f"Cleo {len(token)}", f"cleo-{len(token)}@example.com", NEW, token)
            assert user.role == "member"
        else:
            before = stored()
            with pytest.raises(Forbidden, match="invite link"):
                await accounts.check_registration(token)
            with pytest.raises(Forbidden, match="invite link"):
                await accounts.register("Cleo", "cleo@example.com", NEW, token)
            assert stored() == before


async def test_without_a_word_from_the_administrator_one_registers_by_invite(boss):
    assert accounts.registration() == "invite"


async def test_an_invite_lets_people_in_until_it_expires_or_is_revoked(boss):
    first, second = [await accounts.create_invite(boss.user) for _ in range(2)]
    [newer, older] = accounts.invites()
    await accounts.revoke_invite(boss.user, older.id)
    with pytest.raises(Forbidden):
        await accounts.register("Cleo", "cleo@example.com", NEW, first)
    await accounts.register("Cleo", "cleo@example.com", NEW, second)
    Invite.update(expires_at=now_ms()).execute()
    assert accounts.invites() == []
    with pytest.raises(Forbidden):
        await accounts.check_registration(second)
    await accounts.create_invite(boss.user)
    assert Invite.select().count() == 1, "expired ones are swept away"
    assert newer.expires_at > now_ms()


@pytest.mark.parametrize(
    "email", ["", "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "a" * 250 + "@b.de", None]
)
async def test_what_is_no_address_is_refused(me, email):
    with pytest.raises(Invalid):
        await accounts.change_email(me, email)


async def test_an_address_belongs_to_one_person_however_it_is_typed(me):
    await accounts.set_registration(await sign_in(1), "open")
    for email in ("ada@example.com", " ADA@EXAMPLE.COM "):
        with pytest.raises(Invalid, match="cannot be used"):
            await accounts.register("Another", email, NEW)


async def test_a_taken_address_costs_as_much_work_as_a_free_one(me, monkeypatch):
    await accounts.set_registration(await sign_in(1), "open")
    hashed = []
    monkeypatch.setattr(accounts.commands.own_account, "hash_new_password", _counting(hashed))
    for email in ("ada@example.com", "free@example.com"):
        try:
            await accounts.register("Another", email, NEW)
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
    await accounts.change_name(me.user, " Ada\u202e  King ")
    user = accounts.user_by_id(me.user.id)
    assert user.name == "Ada King"
    assert published == [PersonChanged(user), OwnAccountChanged(user)]


async def test_a_new_address_kills_links_sent_to_the_old_one(me):
    link = await accounts.request_reset("ada@example.com")
    await accounts.change_email(me, "Countess@Example.com")
    assert row(me).email == "countess@example.com"
    assert accounts.reset_link_user(hash_token(link)) is None
    assert await accounts.request_reset("ada@example.com") is None


async def test_keeping_ones_address_is_no_change(me):
    await accounts.request_reset("ada@example.com")
    await accounts.change_email(me, "ada@example.com")
    assert ResetLink.select().count() == 1


async def test_a_new_password_ends_all_other_sessions_and_all_links(me, published):
    others = [await sign_in(me.user.id) for _ in range(2)]
    await accounts.request_reset("ada@example.com")
    await accounts.change_password(me, NEW)
    assert await password_matches(NEW, row(me).password_hash)
    assert set(published) == {SessionEnded(other.session_id, me.user.id) for other in others}
    assert [session.id for session in Session.select().where(Session.user == me.user.id)] == [me.session_id]
    assert ResetLink.select().count() == 0


@pytest.mark.parametrize("password", ["short", "ada@example.com", "password1234"])
async def test_a_bad_password_changes_nothing(me, published, password):
    before = stored()
    with pytest.raises(Invalid):
        await accounts.change_password(me, password)
    assert (stored(), published) == (before, [])


async def test_what_is_sensitive_asks_for_the_password_after_ten_minutes(me):
    forget_confirmation(me)
    with pytest.raises(PasswordNeeded):
        await accounts.change_password(me, NEW)
    await accounts.confirm_identity(me, PASSWORD)
    await accounts.change_password(me, NEW)


def picture(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), colour).save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_picture_nobody_shows_any_more_is_gone(boss, me, published):
    for colour in ("red", "blue", "red"):
        await accounts.set_avatar(me.user, picture(colour))
    await accounts.set_avatar(boss.user, picture("red"))
    assert Avatar.select().count() == 1
    assert published[-2] == PersonChanged(accounts.user_by_id(boss.user.id))
    await accounts.remove_avatar(me.user)
    assert accounts.avatar(row(boss).avatar)
    await accounts.remove_avatar(boss.user)
    assert Avatar.select().count() == 0


# ---- tokens for programs


async def test_a_token_speaks_for_its_owner_until_it_is_revoked(me):
    token = await accounts.create_api_token(me, "robot")
    assert accounts.user_item(accounts.api_user(hash_token(token))) == me.user
    await accounts.touch_api_token(token)
    [item] = accounts.api_tokens_of(me.user.id)
    assert (item.name, item.used_at is None) == ("robot", False)
    await accounts.revoke_api_token(me.user, item.id)
    assert accounts.api_user(hash_token(token)) is None


async def test_a_person_has_fifty_tokens_at_most(me):
    for number in range(50):
        await accounts.create_api_token(me, f"robot {number}")
    with pytest.raises(Forbidden, match="Revoke one"):
        await accounts.create_api_token(me, "one more")


# ---- leaving


async def test_who_leaves_leaves_their_words_and_nothing_else(me, published):
    room = Room.create(name="kitchen")
    message = await messages.send_message(me.user, room.id, "remember me")
    await accounts.set_avatar(me.user, picture("red"))
    token = await accounts.create_api_token(me, "robot")
    link = await accounts.request_reset("ada@example.com")
    before = published[:]
    await accounts.delete_account(me)
    former = accounts.user_item(row(me))
    ended = SessionEnded(me.session_id, me.user.id)
    told = [PersonChanged(former), OwnAccountChanged(former), ended, TokensEnded(me.user.id)]
    assert published[len(before) :] == told
    [shown] = messages.newest_messages(somebody(), room.id).messages
    assert (shown.author.name, shown.author.avatar, shown.body) == ("Former member", None, "remember me")
    assert (shown.id, shown.revision) == (message.id, message.revision), "unread rows stay as they are"
    assert b"Ada" not in str(stored()).encode()
    assert "ada@example.com" not in str(stored())
    assert Avatar.select().count() == ApiToken.select().count() == 0
    assert accounts.api_user(hash_token(token)) is accounts.reset_link_user(hash_token(link)) is None
    for attempt in (messages.send_message(me.user, room.id, "again"), accounts.log_in("ada@example.com", PASSWORD)):
        with pytest.raises(NotSignedIn):
            await attempt
    assert [person.user.name for person in accounts.people()] == ["Boss"]


async def test_who_leaves_is_in_no_room_any_more_not_even_in_direct_messages_that_were_hidden(boss, me):
    third = register_person("Cem")
    direct = await rooms.open_direct(boss.user, [me.user.id, third])  # hidden for the others until somebody writes
    await accounts.delete_account(me)
    await messages.send_message(boss.user, direct.id, "are you there?")
    assert [member.user.id for member in rooms.members(boss.user, direct.id)] == [boss.user.id, third]
    assert Membership.get(Membership.user == me.user.id).left_at


async def test_an_address_that_was_left_can_be_had_again(boss, me):
    await accounts.delete_account(me)
    await accounts.set_registration(boss, "open")
    assert (await accounts.register("Ada", "ada@example.com", NEW)).id != me.user.id


async def test_the_last_administrator_stays(boss, me, published):
    before = stored()
    with pytest.raises(Forbidden, match="There must be at least one administrator"):
        await accounts.delete_account(boss)
    assert (stored(), published) == (before, [])
    await accounts.set_role(boss, me.user.id, "administrator")
    await accounts.delete_account(boss)
    assert row(me).role == "administrator"
