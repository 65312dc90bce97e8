"""Whose sessions live is remembered, and forgotten as soon as something about them changes."""

from collections.abc import Iterator

import pytest

from chat import accounts
from chat.accounts import SEEN_WITHIN_MS
from chat.accounts.events import SessionEnded
from chat.accounts.items import Identity, UserItem
from chat.errors import NotSignedIn
from chat.realtime.bus import bus
from chat.web import known_sessions as module
from chat.web.known_sessions import REMEMBERED, KnownSessions
from models import Session, User, now_ms


class Remembering(KnownSessions):
    """Counts how often the database is asked, and has a clock that is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(lambda: self.now)
        self.now, self.asked, self.meanwhile = 0.0, 0, lambda: None
        ask = module.identify_again

        async def counting(identity: Identity) -> Identity:
            self.asked += 1
            found = await ask(identity)
            self.meanwhile()
            return found

        monkeypatch.setattr(module, "identify_again", counting)


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Remembering]:
    remembering = Remembering(monkeypatch)
    stop = remembering.start()
    yield remembering
    stop()


async def logged_in(user: UserItem) -> Identity:
    token = await accounts.start_session(user.id)
    identity = accounts.identity(accounts.hash_token(token))
    assert identity
    return identity


@pytest.fixture
async def adas(ada: UserItem) -> Identity:
    return await logged_in(ada)


async def test_the_database_is_asked_once_a_minute(sessions: Remembering, adas: Identity) -> None:
    for _ in range(3):
        assert (await sessions.find(adas)).user == adas.user
    assert sessions.asked == 1
    Session.delete().execute()  # by something other than a command: nobody tells
    sessions.now = REMEMBERED
    for _ in range(2):
        with pytest.raises(NotSignedIn):
            await sessions.find(adas)
    assert sessions.asked == 3


async def test_a_session_that_was_ended_is_refused_at_once(sessions: Remembering, adas: Identity) -> None:
    await sessions.find(adas)
    await accounts.end_own_session(adas.user, adas.session_id)
    with pytest.raises(NotSignedIn):
        await sessions.find(adas)


async def test_so_is_that_of_somebody_who_was_deactivated(sessions: Remembering, adas: Identity, ben: UserItem) -> None:
    User.update(role="administrator").where(User.id == ben.id).execute()
    await sessions.find(adas)
    await accounts.deactivate_person(await logged_in(ben), adas.user.id)
    with pytest.raises(NotSignedIn):
        await sessions.find(adas)


async def test_another_name_is_seen_at_once(sessions: Remembering, adas: Identity) -> None:
    await sessions.find(adas)
    await accounts.change_name(adas.user, "Ada Lovelace")
    assert (await sessions.find(adas)).user.name == "Ada Lovelace"


async def test_what_ends_while_it_is_looked_up_is_not_remembered(sessions: Remembering, adas: Identity) -> None:
    sessions.meanwhile = lambda: sessions.hear(SessionEnded(adas.session_id, adas.user.id))
    await sessions.find(adas)
    await sessions.find(adas)
    assert sessions.asked == 2


@pytest.mark.parametrize("state", ["is_degraded", "misses_some"])
async def test_while_the_bus_may_not_tell_the_database_is_asked_each_time(
    sessions: Remembering, adas: Identity, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    await sessions.find(adas)
    monkeypatch.setattr(bus, state, True)
    await sessions.find(adas)
    await sessions.find(adas)
    assert sessions.asked == 3


async def test_what_was_missed_while_the_bus_was_down_is_asked_for(sessions: Remembering, adas: Identity) -> None:
    await sessions.find(adas)
    bus.set_degraded(is_degraded=True)
    Session.delete().execute()
    bus.set_degraded(is_degraded=False)
    with pytest.raises(NotSignedIn):
        await sessions.find(adas)


async def test_a_session_whose_time_is_over_is_refused_at_that_moment(
    sessions: Remembering, adas: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    Session.update(expires_at=now_ms() + 60_000, seen_at=now_ms() + 60_000).execute()
    found = await sessions.find(adas)
    monkeypatch.setattr(module, "now_ms", lambda: found.ends_at)
    await sessions.find(adas)
    assert sessions.asked == 2


async def test_that_somebody_is_there_goes_on_being_stored(sessions: Remembering, adas: Identity) -> None:
    long_ago = now_ms() - SEEN_WITHIN_MS - 1
    Session.update(seen_at=long_ago).execute()
    await sessions.find(adas)
    assert Session.get().seen_at > long_ago


async def test_nothing_is_remembered_by_who_hears_nothing(adas: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = Remembering(monkeypatch)
    await deaf.find(adas)
    await deaf.find(adas)
    assert deaf.asked == 2


async def test_no_more_than_so_many_are_remembered(
    sessions: Remembering, adas: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 0)
    await sessions.find(adas)
    await sessions.find(adas)
    assert sessions.asked == 2
