"""Who is kept from trying a password, or from asking for a new one, by whom: strangers only by themselves."""

import asyncio
from contextlib import suppress

import pytest
from starlette.requests import Request

from chat.errors import ChatError, Invalid, NotSignedIn, TooMany, Unavailable
from chat.web.server import limits, login_limits

ADAM = "adam@streamchat.io"
OFFICE, STRANGER = "192.0.2.1", "198.51.100.1"


def at(address):
    return Request({"type": "http", "headers": [], "client": (address, 1234)})


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    for throttle in limits.ALL:
        monkeypatch.setattr(throttle, "_clock", lambda: now[0])
    return now


async def log_in(address, account=ADAM, *, browser=None, fails=NotSignedIn):
    """Try a password; tell whether it was looked at."""
    try:
        async with login_limits.log_in(at(address), account, browser):
            if fails:
                raise fails("-")
    except TooMany:
        return False
    except ChatError:
        pass
    return True


async def guess(address, account=ADAM, times=100, **how):
    return sum([await log_in(address, account, **how) for _ in range(times)])


async def test_who_guesses_is_stopped_and_the_owner_elsewhere_is_not(clock):
    assert await guess(STRANGER) == 10
    assert await log_in(OFFICE, fails=None)


async def test_an_hour_of_a_wrong_password_a_second_locks_the_owner_out_at_that_address_only(clock):
    for _ in range(3600):
        clock[0] += 1
        await log_in(STRANGER)
    assert await log_in(OFFICE, fails=None)
    assert not await log_in(STRANGER, fails=None)
    assert await log_in(STRANGER, browser="1 known", fails=None)


@pytest.mark.parametrize("written", ["ADAM@streamchat.io", " adam@streamchat.io ", "Adam@StreamChat.io\n"])
async def test_an_account_is_one_however_it_is_written(clock, written):
    assert await guess(STRANGER) == 10
    assert not await log_in(STRANGER, written)
    assert await log_in(STRANGER, "blake@streamchat.io")


async def test_only_wrong_passwords_count(clock):
    for _ in range(40):
        assert await log_in(OFFICE, fails=None)
    assert await log_in(OFFICE, fails=Unavailable), "nor do those that nobody could look at"
    clock[0] += 60
    assert await guess(OFFICE) == 10


async def test_a_hundred_guesses_at_once_are_not_let_in_together(clock):
    tried = asyncio.Event()
    looked_at = []

    async def slowly(number):
        async with login_limits.log_in(at(STRANGER), ADAM, None):
            looked_at.append(number)
            await tried.wait()
            raise NotSignedIn("-")

    guesses = [asyncio.ensure_future(slowly(number)) for number in range(100)]
    await asyncio.sleep(0)
    tried.set()
    await asyncio.gather(*guesses, return_exceptions=True)
    assert len(looked_at) == 10


async def test_who_guesses_from_a_thousand_addresses_comes_to_a_ceiling_under_which_known_browsers_are(clock):
    got = sum([await log_in(f"2001:db8:{number:x}::1") for number in range(1000)])
    assert got == 100
    assert not await log_in(OFFICE, fails=None)
    assert await log_in(OFFICE, browser="1 known", fails=None)
    assert await guess(OFFICE, browser="1 known") == 10, "a stolen cookie does not help much"
    assert await log_in(OFFICE, browser="1 other", fails=None)


async def test_guessing_from_everywhere_for_a_day_is_hopeless(clock):
    got = 0
    for number in range(24 * 360):
        clock[0] += 10
        got += await log_in(f"10.{number // 256}.{number % 256}.1")
    assert got < 3000


async def test_who_is_refused_by_the_ceiling_has_used_up_nothing_else(clock):
    for number in range(100):
        await log_in(f"10.0.{number}.1")
    assert await guess(OFFICE) == 0
    clock[0] += 24 * 3600
    assert await guess(OFFICE) == 10


async def test_who_guesses_at_one_account_leaves_the_others_at_the_address_alone(clock):
    await guess(OFFICE, times=1000)
    for number in range(40):
        assert await log_in(OFFICE, f"person{number}@example.com", fails=None)


async def test_a_household_with_ipv6_is_one(clock):
    assert sum([await log_in(f"2001:db8::{number:x}") for number in range(100)]) == 10
    assert await log_in("2001:db8:0:1::1")


async def test_a_login_counts_for_the_address_whatever_the_account(clock):
    assert sum([await log_in(OFFICE, f"person{n}@example.com") for n in range(100)]) == 50
    assert await log_in(STRANGER, "another@example.com")
    assert await log_in(OFFICE, browser="1 known", fails=None)


async def confirm(user_id, fails=Invalid):
    async with login_limits.confirm(user_id):
        if fails:
            raise fails("-")


@pytest.mark.parametrize(
    "account",
    ["user 1", "1", "user 1 ", "USER 1", "failed confirmations by account:1", "1 known", "192.0.2.1 1", "\0", "\ud800"],
)
async def test_no_typed_account_is_taken_for_another_kind_of_key(clock, account):
    for number in range(200):
        await log_in(f"10.0.{number}.1", account)
        with suppress(TooMany):
            await login_limits.request_reset(at(f"10.0.{number}.1"), account, None)
    for user_id in (1, 2):
        await confirm(user_id, fails=None)
    assert await log_in(OFFICE, "1", browser="1 known")
    await login_limits.request_reset(at(OFFICE), "1", "1 known")


async def test_wrong_confirmations_are_counted_by_person(clock):
    for _ in range(30):
        await confirm(1, fails=None)
    for _ in range(10):
        with pytest.raises(Invalid):
            await confirm(1)
    with pytest.raises(TooMany):
        await confirm(1, fails=None)
    await confirm(2, fails=None)


async def test_long_accounts_are_told_apart(clock):
    assert await guess(STRANGER, "x" * 10_000 + "1") == 10
    assert await log_in(STRANGER, "x" * 10_000 + "2")
    assert max(map(len, limits.LOGIN_ACCOUNT._full_at)) <= 200


# ---- asking for a link


async def ask(address, account=ADAM, browser=None, times=1):
    got = 0
    for _ in range(times):
        try:
            await login_limits.request_reset(at(address), account, browser)
            got += 1
        except TooMany:
            pass
    return got


async def test_a_stranger_leaves_the_owner_their_requests(clock):
    assert await ask(STRANGER, times=20) == 3
    assert await ask(OFFICE, "Adam@streamchat.io ", times=20) == 3
    assert await ask(OFFICE, browser="1 known", times=20) == 3


async def test_not_even_in_a_day_of_asking(clock):
    for _ in range(24 * 60):
        clock[0] += 60
        await ask(STRANGER)
    assert await ask(OFFICE)


async def test_who_asks_from_everywhere_does_not_fill_a_mailbox(clock):
    assert sum([await ask(f"10.0.{number}.1") for number in range(1000)]) == 12
    assert await ask(OFFICE) == 0
    assert await ask(OFFICE, browser="1 known")
