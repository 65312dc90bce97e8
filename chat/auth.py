"""Who is asking: the session cookie, and the guard in front of pages and of every event."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from chat import queries
from chat.database import database
from chat.errors import ChatError, Forbidden, NotSignedIn
from chat.items import UserItem
from chat.tokens import hash_token

COOKIE = "streamchat_session"
COOKIE_SECONDS = 30 * 24 * 3600
HOME = "/rooms"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, and the session by which they are known to be that person."""

    session_id: int
    user: UserItem


async def identify(request: HTTPConnection) -> Identity:
    """Resolve a request's session, asking the database every time; raises `NotSignedIn`.

    A NiceGUI page outlives the request that made it, so its handlers ask again at every event.
    """
    token = request.cookies.get(COOKIE)
    found = await database.read(queries.session, hash_token(token)) if token else None
    if found is None:
        raise NotSignedIn("Please log in again.")
    return Identity(*found)


async def guard(request: Request) -> None:
    """Let only signed-in people through to a page: a FastAPI dependency."""
    request.state.identity = await identify(request)


async def show_login(request: Request, _error: Exception) -> Response:
    """Answer `NotSignedIn` with the way to the login page and back."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?return_to={quote(here)}", status_code=303)


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser its session token."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def safe_return_to(target: object) -> str:
    """Return a path of our own to go on to; anything else becomes the start (OWASP: open redirects)."""
    if not isinstance(target, str) or not target.startswith("/") or target.startswith("//"):
        return HOME
    return HOME if any(ord(c) < 33 or c == "\\" for c in target) else target


def refuse_foreign_forms(request: Request) -> None:
    """Raise `Forbidden` for a form that another site has posted (OWASP: login CSRF, fetch metadata)."""
    host = request.headers.get("host")
    origin = request.headers.get("origin", f"http://{host}")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"} or origin not in {f"http://{host}", f"https://{host}"}:
        raise Forbidden("This form was sent by another site.")


def status_of(error: Exception) -> int:
    """Return the HTTP status that fits an error."""
    return error.status if isinstance(error, ChatError) else 500
