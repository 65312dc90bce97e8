"""The limits of the app, all in one place, and how pages and routes ask for them."""

from starlette.requests import HTTPConnection

from chat.wire.addresses import address_key
from chat.wire.throttle import Throttle
from chat.wire.turns import Turns

# Fifty people may sit behind one address: what counts by address leaves room for all of them coming at nine o'clock.
PAGES = Throttle("pages by address", rate=5, burst=100)
SOCKETS = Throttle("sockets by address", rate=5, burst=200)
LOGIN_ADDRESS = Throttle("logins by address", rate=1 / 2, burst=50)
REGISTRATION_ADDRESS = Throttle("registrations by address", rate=1 / 60, burst=20)
RESET_ADDRESS = Throttle("password resets by address", rate=1 / 60, burst=20)

# What counts by account is slow enough for guessing to be hopeless (ten, then 120 an hour) and ends by itself.
LOGIN_ACCOUNT = Throttle("logins by account", rate=1 / 30, burst=10)
RESET_ACCOUNT = Throttle("password resets by account", rate=1 / 600, burst=3)
SENDING = Throttle("messages by account", rate=2, burst=20)
REACTING = Throttle("reactions by account", rate=2, burst=20)
TYPING = Throttle("typing by account", rate=1, burst=5)
UPLOADS = Throttle("uploads by account", rate=1 / 10, burst=10)
EDITING = Throttle("edits and deletions by account", rate=2, burst=40)
ROOM_MAKING = Throttle("new rooms by account", rate=1 / 60, burst=20)
FORMS = Throttle("forms by account", rate=1, burst=100)
PROFILE = Throttle("names and pictures by account", rate=1 / 10, burst=20)
API = Throttle("API requests by account", rate=10, burst=50)

# A page of 50 messages counts as one: 3,000 messages at once, then 250 a second, is more than a person can skim.
READING_PACE = Throttle("reads by account", rate=5, burst=60)
READING = Turns(READING_PACE)

CATCHING_UP = 0.2
"""What it costs to ask for what has changed, where a page of messages costs one."""

ALL = [value for value in list(vars().values()) if isinstance(value, Throttle)]


async def log_in(connection: HTTPConnection, account: str) -> None:
    """Count an attempt to log in, right or wrong, before the password is looked at; raises `TooMany`."""
    await _both(LOGIN_ADDRESS, connection, LOGIN_ACCOUNT, account)


async def confirm(user_id: int) -> None:
    """Count an attempt to confirm who one is by one's password; raises `TooMany`."""
    await LOGIN_ACCOUNT.take(f"user {user_id}")


async def reset(connection: HTTPConnection, account: str) -> None:
    """Count a request for a new password, whether there is such an account or not; raises `TooMany`."""
    await _both(RESET_ADDRESS, connection, RESET_ACCOUNT, account)


async def _both(by_address: Throttle, connection: HTTPConnection, by_account: Throttle, account: str) -> None:
    await by_address.take(address_key(connection))
    await by_account.take(account.strip().casefold())
