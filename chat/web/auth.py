"""Authentication by session cookie, for pages and for every event."""

import logging
import re
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from starlette.datastructures import URL
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from chat import accounts
from chat.accounts import hash_token
from chat.accounts.items import Identity, UserItem
from chat.config.origins import origin, own_origins
from chat.errors import ChatError, Forbidden, NotSignedIn
from chat.storage.database import database
from chat.web.user_agent import device_name
from models import now_ms

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

COOKIE = "streamchat_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""Behind TLS: browsers take a cookie of this name only from the very host, over TLS, for all paths (RFC 6265bis)."""

PLAIN_HEADER = re.compile(
    r"accept(-.*)?|authorization|cache-control|connection|content-.*|cookie|dnt|expect|host|if-.*|keep-alive|origin|pragma"
    r"|priority|range|referer|save-data|sec-.*|te|transfer-encoding|upgrade-insecure-requests|user-agent"
    r"|x-prometheus-scrape-timeout-seconds"
)
"""Headers that browsers, curl and Prometheus send by themselves; any other one may have been added by a proxy."""

THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?", re.IGNORECASE)

FOREIGN_FORM = "This form was sent by another site, or by an address that the server does not know as its own."

_explained: list[str] = []

COOKIE_SECONDS = accounts.KEPT_SECONDS
HOME = "/rooms"


def cookie_name(connection: HTTPConnection) -> str:
    """Return the name of the session cookie on this connection."""
    return SECURE_COOKIE if is_secure(connection) else COOKIE


def is_secure(connection: HTTPConnection) -> bool:
    """Tell whether the connection uses TLS."""
    return connection.scope.get("scheme") in {"https", "wss"}


def session_token(connection: HTTPConnection) -> str:
    """Return the session token from the cookie, or an empty string."""
    return connection.cookies.get(cookie_name(connection), "")


async def identify(connection: HTTPConnection) -> Identity:
    """Resolve a request's session, asking the database every time; raises `NotSignedIn`."""
    token = session_token(connection)
    found = await database.read(accounts.identity, hash_token(token)) if token else None
    return await _seen(found)


async def look_up(connection: HTTPConnection) -> Identity:
    """Do as `identify`, for what a page asks by itself: it does not count as seen; raises `NotSignedIn`."""
    token = session_token(connection)
    return _required(await database.read(accounts.identity, hash_token(token)) if token else None)


async def identify_again(identity: Identity) -> Identity:
    """Ask whether a session still lives, and whose it is now; raises `NotSignedIn`.

    A NiceGUI page outlives the request that made it, so its handlers ask again at every event. By the session's
    id, not by the token: that is another one once the password was asked for again, and the page goes on.
    """
    return await _seen(await database.read(accounts.identity_of_session, identity.session_id))


async def identify_and_read(
    identity: Identity, query: Callable[Concatenate[UserItem, P], T], *args: P.args, **kwargs: P.kwargs
) -> tuple[Identity, T]:
    """Do as `identify_again`, and run a query for the user on the same snapshot; raises what the query raises, too."""

    def read() -> tuple[Identity, T]:
        found = _required(accounts.identity_of_session(identity.session_id))
        return found, query(found.user, *args, **kwargs)

    found, result = await database.read(read)
    return await _seen(found), result


async def _seen(found: Identity | None) -> Identity:
    found = _required(found)
    if found.seen_at < now_ms() - accounts.SEEN_WITHIN_MS:
        await accounts.touch_session(found.session_id)
    return found


def _required(found: Identity | None) -> Identity:
    if found is None:
        raise NotSignedIn("Please log in again.")
    return found


async def guard(request: Request) -> None:
    """Require a session: a FastAPI dependency for pages."""
    request.state.identity = await identify(request)


async def show_login(request: Request, _error: Exception) -> Response:
    """Answer `NotSignedIn` by a redirect to the login page, which returns here; for a form, to the form's page."""
    page = _referring_page(request) if request.method == "POST" else request.url
    here = page.path + (f"?{page.query}" if page.query else "")
    return RedirectResponse(f"/login?return_to={quote(here)}", status_code=303)


def _referring_page(request: Request) -> URL:
    """Return the page that sent a request, or the home page; of the address only the path is good for anything."""
    try:
        page = URL(request.headers.get("referer", HOME))
        return page if safe_return_to(page.path) == page.path else URL(HOME)
    except ValueError:  # it is no address
        return URL(HOME)


def set_session_cookie(request: Request, response: Response, token: str, *, is_kept: bool = False) -> None:
    """Set the session cookie; without `is_kept` it ends when the browser is closed."""
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=COOKIE_SECONDS if is_kept else None,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def forget_session_cookie(request: Request, response: Response) -> None:
    """Delete the session cookie."""
    response.delete_cookie(cookie_name(request), httponly=True, samesite="lax", secure=is_secure(request))


def device(request: Request) -> str:
    """Return a name for the browser, such as "Firefox on Linux"."""
    return device_name(request.headers.get("user-agent", ""))


def is_at_this_machine(request: Request) -> bool:
    """Tell whether a request was certainly made on the server's own machine, without a proxy between.

    A proxy on this machine connects from here too, so any sign of one makes the answer no: a setting that names one,
    an unusual header, another host than this machine, HTTP/1.0, which nginx speaks by default and no browser does.
    A proxy that shows none of these cannot be told apart; docs/deployment.md warns of it.
    """
    if getattr(request.state, "is_proxied", False) or not all(map(PLAIN_HEADER.fullmatch, request.headers)):
        return False
    hosts = request.headers.getlist("host")
    is_for_here = len(hosts) == 1 and bool(THIS_MACHINE.fullmatch(hosts[0])) and origin("http", hosts[0]) is not None
    is_from_here = request.client is not None and request.client.host in {"127.0.0.1", "::1", "localhost"}
    return is_from_here and is_for_here and request.scope.get("http_version") != "1.0"


def safe_return_to(target: object) -> str:
    """Return the path if it is one of this site, else the home page (OWASP: open redirects)."""
    if not isinstance(target, str) or not target.startswith("/") or target.startswith("//"):
        return HOME
    return HOME if any(ord(c) < 33 or c == "\\" for c in target) else target


def refuse_cross_site_forms(request: Request) -> None:
    """Raise `Forbidden` for a form that another site has posted (OWASP: login CSRF, fetch metadata)."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origins = request.headers.getlist("origin")  # older browsers send none; all send one with a form of another site
    ours = own_origins(request, {"http", "https"})  # a proxy that does TLS may not have told us
    if site not in {"same-origin", "none"} or len(origins) > 1:
        raise Forbidden(FOREIGN_FORM)
    if origins and origins[0] not in ours:
        _explain_once(origins[0], ours)
        raise Forbidden(FOREIGN_FORM)


def _explain_once(foreign: str, ours: set[str]) -> None:
    """Log why a form was refused, as it may be a proxy's doing; once, since anybody can cause it."""
    if not _explained:
        _explained.append(foreign)
        expected = " or ".join(sorted(ours)) or "a valid host"
        log.warning("a form of %.100s is not of %s: see --public-url and --trusted-proxies", foreign, expected)


def status_of(error: Exception) -> int:
    """Return the HTTP status that fits an error."""
    return error.status if isinstance(error, ChatError) else 500
