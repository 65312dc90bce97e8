"""Coming in, staying in, going out."""

import asyncio
import sys

import pytest

from chat import accounts
from chat.accounts import hash_token, passwords
from chat.accounts.commands import sessions
from chat.accounts.events import SessionEnded
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotSignedIn
from chat.web import auth
from models import Session, User, now_ms
from tests.people import PASSWORD, forget_confirmation, identified, register_person, sign_in

HOUR, DAY = 3600 * 1000, 24 * 3600 * 1000


@pytest.fixture
def person(opened):
    return register_person("Ada")


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests move: `clock(HOUR)` lets an hour pass."""
    passed = [now_ms()]
    for module in (sessions, sys.modules["chat.accounts.queries"], auth, accounts.guards):
        monkeypatch.setattr(module, "now_ms", lambda: passed[0])

    def move(ms):
        passed[0] += ms
        return passed[0]

    move(0)
    return move


async def is_in(token):
    """Come with a token, as a browser that asks for a page does."""
    found = accounts.identity(hash_token(token))
    return found is not None and bool(await auth._seen(found))


@pytest.mark.parametrize(("is_kept", "idle", "end"), [(False, DAY, 7 * DAY), (True, 30 * DAY, 180 * DAY)])
async def test_a_session_ends_when_its_owner_stays_away_and_at_last_in_any_case(person, clock, is_kept, idle, end):
    start = clock(0)
    token = await accounts.start_session(person, is_kept=is_kept)
    Session.update(created_at=start, seen_at=start, confirmed_at=start).execute()
    clock(idle - 1000)
    assert await is_in(token)
    clock(idle - 1000)
    assert await is_in(token), "it was seen meanwhile"
    while clock(0) < start + end - idle:
        clock(idle - 1000)
        assert await is_in(token)
    clock(start + end - clock(0) - 1)
    assert await is_in(token)
    clock(1)
    assert not await is_in(token), "whatever its owner does"


async def test_a_session_that_nobody_uses_ends_for_good(person, clock, published):
    token = await accounts.start_session(person)
    session_id = identified(token).session_id
    clock(DAY + 1000)
    assert not await is_in(token)
    await accounts.touch_session(session_id)
    assert not await is_in(token), "a late touch wakes nothing up"
    await accounts.end_expired_sessions()
    assert published == [SessionEnded(session_id, person)]
    assert Session.select().count() == 0


async def test_no_session_gets_the_id_of_one_before(person):
    """An open page asks for its session by id: it must not go on as whoever logs in next."""
    before = set()
    for _ in range(20):
        token = await accounts.start_session(person)
        before.add(identified(token).session_id)
        await accounts.end_session(token)
    assert len(before) == 20


async def test_being_seen_is_written_down_only_now_and_then(person, clock):
    session_id = identified(await accounts.start_session(person)).session_id
    Session.update(seen_at=clock(0)).execute()

    async def written():
        await accounts.touch_session(session_id)
        return Session.get().seen_at

    start = clock(0)
    assert await written() == start
    clock(accounts.SEEN_WITHIN_MS - 1)
    assert await written() == start
    now = clock(2)
    assert await written() == now


async def test_the_51st_session_ends_the_one_seen_longest_ago(person, published):
    tokens = [await accounts.start_session(person) for _ in range(50)]
    ids = [identified(token).session_id for token in tokens]
    for number, session_id in enumerate(ids):
        Session.update(seen_at=10**12 + number).where(Session.id == session_id).execute()
    Session.update(seen_at=now_ms()).where(Session.id == ids[0]).execute()
    assert published == []
    await accounts.start_session(person)
    assert published == [SessionEnded(ids[1], person)]
    assert Session.select().count() == 50


async def test_very_many_sessions_can_end_at_once(person, published):
    rows = [{"user": person, "token_hash": f"t{n}", "expires_at": 1, "seen_at": 1} for n in range(33_000)]
    for start in range(0, len(rows), 3000):
        Session.insert_many(rows[start : start + 3000]).execute()
    await accounts.end_expired_sessions()
    assert len(published) == 33_000


async def test_the_password_given_again_changes_the_token(person, published):
    token = await accounts.start_session(person)
    identity = identified(token)
    forget_confirmation(identity)
    new = await accounts.confirm_identity(identity, PASSWORD)
    assert accounts.identity(hash_token(token)) is None
    assert identified(new).session_id == identity.session_id
    assert identified(new).confirmed_at > now_ms() - 60_000
    assert published == [], "its pages stay open"


async def test_a_wrong_password_confirms_nothing(person):
    token = await accounts.start_session(person)
    forget_confirmation(identified(token))
    before = identified(token)
    for wrong in ("", PASSWORD.upper(), f"{PASSWORD} ", "\ud800"):
        with pytest.raises(Invalid):
            await accounts.confirm_identity(before, wrong)
    assert identified(token) == before


async def test_a_session_that_ended_confirms_nothing(person):
    identity = await sign_in(person)
    Session.update(expires_at=1).execute()
    with pytest.raises(NotSignedIn):
        await accounts.confirm_identity(identity, PASSWORD)
    with pytest.raises(NotSignedIn):
        await accounts.end_other_sessions(identity)


async def test_one_ends_ones_own_sessions_and_no_others(person, published):
    ben = register_person("Ben")
    mine, other, third = [await sign_in(person) for _ in range(3)]
    his = await sign_in(ben)
    await accounts.end_own_session(mine.user, his.session_id)
    assert published == []
    await accounts.end_own_session(mine.user, other.session_id)
    assert published == [SessionEnded(other.session_id, person)]
    await accounts.end_other_sessions(mine)
    assert published[1:] == [SessionEnded(third.session_id, person)]
    assert {row.id for row in Session.select()} == {mine.session_id, his.session_id}


async def test_a_person_sees_their_browsers_the_last_seen_first(person):
    for device in ("Firefox on Linux", "Safari on iPhone", "x" * 500):
        await accounts.start_session(person, device=device)
    Session.update(seen_at=now_ms() + 5).where(Session.device == "Safari on iPhone").execute()
    assert accounts.sessions_of(person)[0].device == "Safari on iPhone"
    assert max(len(item.device) for item in accounts.sessions_of(person)) == 80


# ---- logging in


async def test_who_knows_address_and_password_comes_in(person):
    token = await accounts.log_in(" ADA@example.com ", PASSWORD, is_kept=True, device="Firefox on Linux")
    assert (identified(token).user.id, identified(token).is_kept) == (person, True)


def deactivate(person):
    User.update(deactivated_at=1).where(User.id == person).execute()


def leave(person):
    User.update(deleted_at=1).where(User.id == person).execute()


ATTEMPTS = {
    "an unknown address": ("nobody@example.com", PASSWORD, None),
    "a wrong password": ("ada@example.com", "not the right words", None),
    "somebody deactivated": ("ada@example.com", PASSWORD, deactivate),
    "somebody who left": ("ada@example.com", PASSWORD, leave),
    "no address at all": ("", PASSWORD, None),
    "an address of megabytes": ("a" * 2_000_000, PASSWORD, None),
    "half a character": ("ada@example.com\ud800", PASSWORD, None),
    "half a character as password": ("ada@example.com", "\ud800", None),
    "a password of megabytes": ("ada@example.com", "x" * 2_000_000, None),
}


@pytest.mark.parametrize(("email", "password", "before"), ATTEMPTS.values(), ids=ATTEMPTS)
async def test_a_refusal_tells_nothing_by_its_words_or_its_work(person, monkeypatch, email, password, before):
    """One verification, with the same parameters, whatever was wrong."""
    if before:
        before(person)
    checked = []
    verify = passwords._matches
    monkeypatch.setattr(passwords, "_matches", lambda *args: checked.append(args[1]) or verify(*args))
    with pytest.raises(NotSignedIn) as caught:
        await accounts.log_in(email, password)
    assert str(caught.value) == "Email or password is wrong."
    assert [stored.split("$")[:4] for stored in checked] == [["", "argon2id", "v=19", "m=19456,t=2,p=1"]]
    assert Session.select().count() == 0


async def test_a_password_that_changes_while_it_is_checked_opens_nothing(person, monkeypatch):
    """Who changes a stolen password ends all sessions: none may begin with the old one a moment later."""
    checked, changed = asyncio.Event(), asyncio.Event()

    async def slowly(*_args):
        checked.set()
        await changed.wait()
        return True

    monkeypatch.setattr(sessions, "password_matches", slowly)
    attempt = asyncio.create_task(accounts.log_in("ada@example.com", PASSWORD))
    await checked.wait()
    User.update(password_hash="another").execute()
    changed.set()
    with pytest.raises(NotSignedIn, match=r"Email or password is wrong\."):
        await attempt
    assert Session.select().count() == 0


async def test_nobody_who_was_deactivated_gets_a_session(person):
    deactivate(person)
    with pytest.raises(NotSignedIn):
        await accounts.start_session(person)
    with pytest.raises(NotSignedIn):
        await accounts.end_own_session(UserItem(person, "Ada"), 1)
