"""Which limits count attempts at a password, and requests for a new one.

Strangers use up their own buckets only: a known browser (`known_browsers`) has one to itself, and confirming one's
password while signed in has one for each person. Each limit is a `Throttle` of its own, so that no typed account can be
taken for another kind of key. Only wrong passwords stay counted, apart from the count by address.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.requests import HTTPConnection

from chat.errors import ChatError, Invalid, NotSignedIn, TooMany
from chat.web.server import limits
from chat.web.server.ip_addresses import address_key
from chat.web.server.throttle import Throttle

Charge = tuple[Throttle, str]


@asynccontextmanager
async def log_in(connection: HTTPConnection, account: str, known_browser: str | None) -> AsyncIterator[None]:
    """Count an attempt to log in, before the password is looked at; raises `TooMany`.

    Args:
        connection: the request
        account: as it was typed, whether there is such an account or not
        known_browser: the key of a browser that this account has used before (`KnownBrowser.key`), if it is one
    """
    if known_browser:
        failed, always = [(limits.LOGIN_BROWSER, known_browser)], []
    else:
        failed = _strangers(connection, account, limits.LOGIN_PAIR, limits.LOGIN_ACCOUNT)
        always = [(limits.LOGIN_ADDRESS, address_key(connection))]  # right ones too: checking takes time
    async with _counted(NotSignedIn, failed, always):
        yield


def confirm(user_id: int) -> AbstractAsyncContextManager[None]:
    """Count an attempt to confirm who one is by one's password; raises `TooMany`."""
    return _counted(Invalid, [(limits.CONFIRMING, str(user_id))])


async def request_reset(connection: HTTPConnection, account: str, known_browser: str | None) -> None:
    """Count a request for a new password, whether there is such an account or not; raises `TooMany`."""
    if known_browser:
        await limits.RESET_BROWSER.acquire(known_browser)
        return
    charges = _strangers(connection, account, limits.RESET_PAIR, limits.RESET_ACCOUNT)
    await _acquire([*charges, (limits.RESET_ADDRESS, address_key(connection))])


def _strangers(connection: HTTPConnection, account: str, pair: Throttle, ceiling: Throttle) -> list[Charge]:
    """Return what counts unknown browsers: by account and address together, and by account over all addresses."""
    account = account.strip().lower()  # as `queries.credentials` compares it
    return [(pair, f"{address_key(connection)} {account}"), (ceiling, account)]


@asynccontextmanager
async def _counted(wrong: type[ChatError], failed: list[Charge], always: Sequence[Charge] = ()) -> AsyncIterator[None]:
    """Count an attempt, and take `failed` back unless it fails with what a wrong password raises.

    It is counted before and not after: a hundred attempts at once must not all be let through.
    """
    await _acquire([*failed, *always])
    try:
        yield
    except wrong:
        raise
    except ChatError:
        await _refund(failed)
        raise
    else:
        await _refund(failed)


async def _acquire(charges: list[Charge]) -> None:
    """Charge all, or none where one raises `TooMany`."""
    for number, (throttle, key) in enumerate(charges):
        try:
            await throttle.acquire(key)
        except TooMany:
            await _refund(charges[:number])
            raise


async def _refund(charges: list[Charge]) -> None:
    for throttle, key in charges:
        await throttle.refund(key)
