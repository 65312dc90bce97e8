"""Whose tokens are good is remembered for a moment, and forgotten as soon as they are not."""

from collections.abc import Iterator

import pytest

from chat import accounts
from chat.accounts import hash_token, queries
from chat.accounts.events import TokensEnded
from chat.accounts.items import Caller, UserItem
from chat.realtime.bus import bus
from chat.rooms.items import RoomItem
from chat.web.api import known_callers as module
from chat.web.api.known_callers import DEGRADED, REMEMBERED, Callers
from models import ApiToken, now_ms
from tests.web.api.conftest import Program

TOKEN = "the-token-of-a-program"


class Remembering(Callers):
    """Counts how often the database is asked, and has a clock that is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(lambda: self.now)
        self.now, self.asked, self.meanwhile = 0.0, 0, lambda: None
        ask = accounts.api_user

        def counting(token_hash: str) -> Caller | None:
            self.asked += 1
            found = ask(token_hash)
            self.meanwhile()
            return found

        monkeypatch.setattr(accounts, "api_user", counting)


@pytest.fixture
def callers(ada: UserItem, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remembering]:
    ApiToken.create(token_hash=hash_token(TOKEN), user=ada.id, name="a program")
    remembering = Remembering(monkeypatch)
    stop = remembering.start()
    yield remembering
    stop()


async def test_the_database_is_asked_again_only_after_some_seconds(callers: Remembering, ada: UserItem) -> None:
    for _ in range(3):
        caller = await callers.find(TOKEN)
        assert caller
        assert (caller.id, callers.asked) == (ada.id, 1)
    callers.now = REMEMBERED
    await callers.find(TOKEN)
    assert callers.asked == 2
    ApiToken.delete().execute()  # as a backup that is put back: nobody tells
    callers.now += REMEMBERED
    assert await callers.find(TOKEN) is None
    assert await callers.find(TOKEN) is None
    assert callers.asked == 4


async def test_what_ends_a_token_is_heard(callers: Remembering, ada: UserItem) -> None:
    assert await callers.find(TOKEN)
    await accounts.revoke_api_token(ada, ApiToken.get().id)
    assert await callers.find(TOKEN) is None


async def test_another_name_or_role_is_seen_at_once(callers: Remembering, ada: UserItem) -> None:
    await callers.find(TOKEN)
    await accounts.change_name(ada, "Ada Lovelace")
    caller = await callers.find(TOKEN)
    assert caller
    assert caller.name == "Ada Lovelace"


async def test_a_token_that_expires_while_it_is_remembered_is_not_good(
    callers: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_at = now_ms() + 60_000
    ApiToken.update(expires_at=ends_at).execute()
    assert await callers.find(TOKEN)
    for each in (module, queries):
        monkeypatch.setattr(each, "now_ms", lambda: ends_at)
    assert await callers.find(TOKEN) is None


async def test_what_ends_while_it_is_looked_up_is_not_remembered(callers: Remembering, ada: UserItem) -> None:
    callers.meanwhile = lambda: callers.hear(TokensEnded(ada.id))
    await callers.find(TOKEN)
    await callers.find(TOKEN)
    assert callers.asked == 2


async def test_it_remembers_hardly_while_it_may_not_hear_and_not_at_all_where_it_does_not(
    callers: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    await callers.find(TOKEN)
    monkeypatch.setattr(bus, "is_degraded", True)
    callers.now = DEGRADED
    await callers.find(TOKEN)
    assert callers.asked == 2
    deaf = Callers()
    await deaf.find(TOKEN)
    await deaf.find(TOKEN)
    assert callers.asked == 4


async def test_the_api_refuses_a_token_as_soon_as_it_is_revoked(adas: Program, ada: UserItem, room: RoomItem) -> None:
    stop = module.callers.start()
    try:
        assert (await adas.get("/rooms")).status_code == 200
        await accounts.revoke_api_token(ada, ApiToken.get().id)
        assert (await adas.get("/rooms")).status_code == 401
    finally:
        stop()
