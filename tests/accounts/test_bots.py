"""Bots: accounts of programs, with which nobody can log in."""

import pytest

from chat import accounts, rooms
from chat.accounts import hash_token
from chat.accounts.commands import bots
from chat.accounts.events import TokensEnded, person_topic
from chat.accounts.items import Identity
from chat.errors import Forbidden, Invalid, NotFound, NotSignedIn
from chat.realtime.bus import Event, bus
from models import ApiToken, ResetLink, Setting, User
from tests.people import forget_confirmation, register_person, sign_in


@pytest.fixture
async def me(opened: None) -> Identity:
    return await sign_in(register_person("Ada"))


@pytest.fixture
async def boss(me: Identity) -> Identity:
    return await sign_in(register_person("Boss", "administrator"))


async def test_a_bot_stands_under_its_name_with_who_has_made_it(me: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    assert (bot.name, bot.is_bot, bot.role) == ("Robot", True, "bot")
    assert [(one.user, one.owner) for one in accounts.bots_of(me.user)] == [(bot, me.user)]
    assert accounts.profile(bot.id).owner == me.user
    assert accounts.profile(me.user.id).owner is None
    with pytest.raises(Invalid, match="taken"):
        await accounts.change_name(me.user, "robot")


async def test_it_is_nobody_among_the_people(me: Identity, boss: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    people = {"Ada", "Boss"}
    assert {person.user.name for person in accounts.people()} == people
    assert {person.user.name for person in accounts.people_listing().items} == people
    assert {person.user.name for person in accounts.people_directory().items} == people
    room = await rooms.create_room(me.user, "garden")
    assert bot in rooms.people_to_add(me.user, room.id).items, "it can be put into rooms"
    await rooms.add_member(me.user, room.id, bot.id)
    assert bot in [member.user for member in rooms.members(me.user, room.id)]


async def test_nobody_logs_in_with_it_or_gives_it_a_role(boss: Identity) -> None:
    bot = await accounts.create_bot(boss.user, "Robot")
    address = User.get_by_id(bot.id).email
    with pytest.raises(NotSignedIn):
        await accounts.log_in(address, "-")
    with pytest.raises(NotSignedIn):
        await accounts.start_session(bot.id)
    with pytest.raises(Invalid):
        await accounts.create_reset_link(boss, bot.id)
    assert await accounts.request_reset(address) is None
    assert ResetLink.select().count() == 0
    for role in ("administrator", "member", "bot"):
        with pytest.raises(Invalid):
            await accounts.set_role(boss, bot.id, role)


async def test_its_name_could_be_taken_for_nobody_elses(me: Identity, boss: Identity) -> None:
    for name in ("Steven Brooks", "Ben", "Guest"):
        register_person(name)
    Setting.create(name="team_name", value="Our Team")
    robot = await accounts.create_bot(boss.user, "Deploy Bot")
    for name in (
        *("Administrator", "Admin ✓", "admin tools", "StreamChat", "5tream-Chat support", "former member.", "our-team"),
        *("Ben ✓", "B e n", "Steven Brooks ✓", "Dr. 5teven Brooks", "Steven Brooks (CEO)", "Deploy-Bot", "D3ploy Bot"),
    ):
        with pytest.raises(Invalid, match="could be taken for"):
            await accounts.create_bot(me.user, name)
    for name in ("Ada's helper", "Ada ✓", "Ben's helper", "Stevenson", "Deploy Bot 2", "Our Team builds", "Guests"):
        bot = await accounts.create_bot(me.user, name)
    with pytest.raises(Invalid, match="“Ben”"):
        await accounts.change_bot(me.user, bot.id, "Ben!")
    await accounts.change_bot(boss.user, robot.id, "Admin tools")
    await accounts.change_bot(boss.user, robot.id, "admin Tools")
    with pytest.raises(Invalid, match="“Administrator”"):
        await accounts.change_bot(boss.user, robot.id, "Administrator")


async def test_a_bot_alone_does_not_make_a_place(opened: None) -> None:
    User.create(name="Robot", email="bot", password_hash="-", role="bot")
    assert not accounts.has_people()


async def test_a_bot_makes_no_bots_and_a_person_fifty_at_most(me: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots, "MAX_BOTS", 2)
    bot = await accounts.create_bot(me.user, "Robot")
    with pytest.raises(Forbidden, match="cannot make"):
        await accounts.create_bot(bot, "Robot 2")
    second = await accounts.create_bot(me.user, "Robot 2")
    with pytest.raises(Forbidden, match="Deactivate one"):
        await accounts.create_bot(me.user, "Robot 3")
    await accounts.deactivate_bot(me.user, second.id)
    assert await accounts.create_bot(me.user, "Robot 3")


async def test_its_tokens_speak_for_it_until_it_is_deactivated(me: Identity, boss: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    token = await accounts.create_api_token(me, "first", bot_id=bot.id)
    caller = accounts.api_user(hash_token(token))
    assert caller is not None
    assert accounts.user_item(caller) == bot
    assert [one.name for one in accounts.bots_of(me.user)[0].tokens] == ["first"]
    assert accounts.api_tokens_of(me.user.id) == []
    await accounts.deactivate_bot(boss.user, bot.id)
    assert accounts.api_user(hash_token(token)) is None
    assert accounts.all_bots(boss.user)[0].deactivated_at
    with pytest.raises(Invalid, match="deactivated"):
        await accounts.create_api_token(me, "second", bot_id=bot.id)
    await accounts.reactivate_bot(me.user, bot.id)
    assert accounts.api_user(hash_token(token)) is None, "its tokens do not come back"


async def test_nobody_else_has_its_tokens(me: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    ben = await sign_in(register_person("Ben"))
    with pytest.raises(Forbidden, match="Only who has made"):
        await accounts.create_api_token(ben, "mine", bot_id=bot.id)
    with pytest.raises(NotFound):
        await accounts.create_api_token(ben, "hers", bot_id=me.user.id)
    with pytest.raises(Forbidden):
        accounts.all_bots(ben.user)
    await accounts.create_api_token(me, "first", bot_id=bot.id)
    await accounts.revoke_api_token(ben.user, ApiToken.get().id)
    assert ApiToken.select().count() == 1
    await accounts.revoke_api_token(me.user, ApiToken.get().id)
    assert ApiToken.select().count() == 0


async def test_whoever_is_shut_out_keeps_no_way_in_by_their_bots(me: Identity, boss: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    token = hash_token(await accounts.create_api_token(me, "first", bot_id=bot.id))
    heard: list[Event] = []
    bus.subscribe(person_topic(bot.id), heard.append)
    await accounts.deactivate_person(boss, me.user.id)
    assert (accounts.api_user(token), accounts.living_tokens([token])) == (None, {})
    assert heard == [TokensEnded(bot.id)], "whoever listens with it ends"
    with pytest.raises(Invalid, match="take it over"):
        await accounts.create_api_token(boss, "second", bot_id=bot.id)
    await accounts.reactivate_person(boss, me.user.id)
    assert accounts.api_user(token), "it speaks again once its maker does"
    me = await sign_in(me.user.id)
    await accounts.delete_account(me)
    assert (accounts.api_user(token), accounts.living_tokens([token])) == (None, {})


async def test_an_administrator_takes_over_the_bot_of_somebody_who_is_gone(me: Identity, boss: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    old = hash_token(await accounts.create_api_token(me, "first", bot_id=bot.id))
    await accounts.deactivate_person(boss, me.user.id)
    await accounts.deactivate_bot(boss.user, bot.id)
    await accounts.reactivate_bot(boss.user, bot.id)
    assert accounts.owner_of(bot.id) == boss.user
    new = hash_token(await accounts.create_api_token(boss, "second", bot_id=bot.id))
    assert accounts.api_user(new)
    assert accounts.api_user(old) is None


# ---- what tokens are good for


@pytest.mark.parametrize("scopes", [(), ("delete",), ("read", "delete"), "read", None])
async def test_a_token_is_good_for_something_that_there_is(me: Identity, scopes: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="reading, writing"):
        await accounts.create_api_token(me, "robot", scopes=scopes)


@pytest.mark.parametrize("days", [0, 1, -7, 10**9, True])
async def test_it_lasts_as_long_as_is_offered(me: Identity, days: int) -> None:
    with pytest.raises(Invalid, match="how long"):
        await accounts.create_api_token(me, "robot", days=days)


async def test_it_is_no_more_once_it_has_expired(me: Identity) -> None:
    token = await accounts.create_api_token(me, "robot", days=7)
    assert accounts.api_user(hash_token(token))
    assert not accounts.api_tokens_of(me.user.id)[0].is_expired
    ApiToken.update(expires_at=ApiToken.expires_at - 7 * 24 * 3600 * 1000).execute()
    assert accounts.api_user(hash_token(token)) is None
    assert accounts.api_tokens_of(me.user.id)[0].is_expired


async def test_it_takes_the_password_also_for_a_bot(me: Identity) -> None:
    bot = await accounts.create_bot(me.user, "Robot")
    forget_confirmation(me)
    with pytest.raises(Forbidden, match="password"):
        await accounts.create_api_token(me, "robot", bot_id=bot.id)
