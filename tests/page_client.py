"""At the door of the whole program: what tests of its pages have in common."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx import Response
from nicegui.testing import User as Visitor

from chat.accounts import CONFIRMED_FOR_MS
from models import Session, User, db

MAIN = Path(__file__).parents[1] / "main.py"
PASSWORD = "passw0rd!passw0rd!"
"""Of all the demo's people."""


async def log_in(visitor: Visitor, **fields: str) -> Response:
    """Log in as Adam, or as who is named."""
    return await visitor.http_client.post("/login", data={"email": "adam@streamchat.io", "password": PASSWORD} | fields)


async def log_in_as_administrator(visitor: Visitor) -> Response:
    """Log in as the demo's administrator."""
    with db.connection_context():
        return await log_in(visitor, email=User.get(User.role == "administrator").email)


async def post(visitor: Visitor, path: str, **fields: object) -> Response:
    """Send a form."""
    return await visitor.http_client.post(path, data={name: str(value) for name, value in fields.items()})


def entry(
    action: str, key: str = "", *, client_id: str = "client-id-1", room: str = "1", **args: object
) -> dict[str, object]:
    """Return what the outbox of a page sends when somebody has done something."""
    return {"client_id": client_id, "action": action, "room": room, "key": key, "args": args}


async def page(visitor: Visitor, path: str) -> str:
    """Read a page."""
    response = await visitor.http_client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


async def content(visitor: Visitor, path: str) -> str:
    """Read what a page has beside the sidebar."""
    return main_part(await page(visitor, path))


def main_part(text: str) -> str:
    """Return what a page has beside the sidebar."""
    return text[text.index("<main") :]


async def follow(visitor: Visitor, response: Response) -> str:
    """Go where a form that has done its work leads, and read what is there."""
    assert response.status_code == 303, alert(response)
    return await page(visitor, response.headers["location"])


def alert(response: Response) -> str:
    """Read what a page complains of."""
    complaints = re.findall(r'role="alert"[^>]*>([^<]*)<', response.text)
    assert len(complaints) == 1, (response.url, complaints, response.text[:300])
    return html.unescape(complaints[0])


def person(first_name: str) -> User:
    """Find one of the demo's people."""
    with db.connection_context():
        return User.get(User.name.startswith(first_name))


def ten_minutes_pass() -> None:
    """Have every password been given longer ago than is good for sensitive changes."""
    with db.connection_context():
        Session.update(confirmed_at=Session.confirmed_at - CONFIRMED_FOR_MS - 1).execute()


@contextmanager
def another_browser(visitor: Visitor, agent: str = "Firefox/1 (Linux)") -> Iterator[None]:
    """Sit down at another browser for a while; the first one keeps its cookies."""
    client = visitor.http_client
    kept, agent_before = list(client.cookies.jar), client.headers["user-agent"]
    client.cookies.clear()
    client.headers["user-agent"] = agent
    yield
    client.cookies.clear()
    for cookie in kept:
        client.cookies.jar.set_cookie(cookie)
    client.headers["user-agent"] = agent_before
