"""Browsers that an account has been used in: others who guess at its password must not lock those out.

Each gets a signed cookie when somebody logs in (OWASP, Slow Down Online Guessing Attacks with Device Cookies). It opens
nothing; it only says which bucket counts this browser's wrong passwords, in place of those that strangers can use up.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from chat.web.auth import is_secure

COOKIE = "streamchat_browser"
COOKIE_SECONDS = 400 * 24 * 3600
"""The longest time that browsers keep a cookie (RFC 6265bis)."""

MAX_PEOPLE = 20
"""Accounts that one browser is known for; one more replaces the one that logged in longest ago."""


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser: its own random name, and the ids of people who have logged in there, the last one first."""

    name: str
    people: tuple[int, ...] = ()

    def key(self, user_id: int) -> str | None:
        """Return what to count a person's attempts in this browser by, or None where it is not known for them."""
        return f"{user_id} {self.name}" if user_id in self.people else None


class KnownBrowsers:
    """Reads and writes the cookie; all processes have to share its secret."""

    def __init__(self, secret: str) -> None:
        self.use(secret)

    def use(self, secret: str) -> None:
        """Use another secret."""
        how = {"key_derivation": "hmac", "digest_method": sha256}
        self._signed = URLSafeSerializer(secret, salt=COOKIE, signer_kwargs=how)

    def read(self, connection: HTTPConnection) -> KnownBrowser:
        """Read the browser from its cookie; without a valid one it is a new browser that nobody has used."""
        try:
            name, people = self._signed.loads(connection.cookies.get(_cookie_name(connection), ""))
        except BadSignature:
            return KnownBrowser(secrets.token_urlsafe(16))
        return KnownBrowser(name, tuple(people))

    def remember(self, request: Request, response: Response, user_id: int) -> None:
        """Remember that a user has just logged in with this browser."""
        browser = self.read(request)
        people = [user_id, *(other for other in browser.people if other != user_id)][:MAX_PEOPLE]
        response.set_cookie(
            _cookie_name(request),
            self._signed.dumps([browser.name, people]),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
        )


def _cookie_name(connection: HTTPConnection) -> str:
    return f"__Host-{COOKIE}" if is_secure(connection) else COOKIE


known_browsers = KnownBrowsers(secrets.token_urlsafe(32))
"""The one of this process; its secret is replaced at the start by the one in the database."""
