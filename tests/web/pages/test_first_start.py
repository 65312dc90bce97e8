"""The first start after the first administrator, over HTTP: team, invite link, first room."""

import io
import re
from collections.abc import Awaitable, Callable

import pytest
from httpx import Response
from nicegui.testing import User as Visitor
from PIL import Image

from models import Invite, Room, Setting, User, db
from tests.page_client import alert, another_browser, page, post
from tests.web.pages.test_register import GRACE, NO_FILE, PASSWORD, empty, skip

__all__ = ["empty"]

HERE = {"host": "localhost:18080"}


@pytest.fixture
async def grace(empty: Visitor) -> Visitor:
    """The first administrator, before the second step."""
    response = await empty.http_client.post("/setup", data=GRACE, headers=HERE)
    assert response.headers["location"] == "/setup/team"
    return empty


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(buffer, "PNG")
    return buffer.getvalue()


async def name_team(visitor: Visitor, name: str, image: bytes = b"") -> Response:
    files = {"picture": ("logo.png", image)} if image else NO_FILE
    return await visitor.http_client.post("/setup/team", data={"name": name}, files=files)


async def where(visitor: Visitor, path: str) -> str:
    return str((await visitor.http_client.get(path)).headers.get("location", path))


def settings() -> dict[str, str]:
    with db.connection_context():
        return {row.name: row.value for row in Setting.select()}


async def test_four_steps_and_the_team_can_come_in(grace: Visitor) -> None:
    response = await name_team(grace, " Acme ", png())
    assert response.headers["location"] == "/setup/invite"
    text = await page(grace, "/setup/invite")
    [link] = re.findall(r">https?://[^<]*(/join/[\w-]+)<", text)
    assert "data:image/svg+xml" in text
    assert "Acme" in text
    with another_browser(grace):
        assert (await grace.http_client.get(link)).status_code == 200
        response = await post(
            grace, "/register", name="Hal", email="hal@example.com", password=PASSWORD, invite=link[6:]
        )
        assert response.headers["location"] == "/rooms"
        text = await page(grace, "/rooms")
        assert "You are in no room yet." in text
        assert "/rooms/browse" in text
        assert "/setup" not in text
        assert (await grace.http_client.get("/setup/room")).status_code == 404
        assert await where(grace, "/setup") == "/rooms"
    assert (await post(grace, "/setup/invite")).headers["location"] == "/setup/room"
    response = await post(grace, "/setup/room", name="general", description="All of us")
    assert "general" in await page(grace, response.headers["location"])
    with db.connection_context():
        [room] = Room.select()
    assert (room.name, room.description, room.is_default) == ("general", "All of us", True)
    assert "setup_step" not in settings()
    for step in ("team", "invite", "room"):
        assert await where(grace, f"/setup/{step}") == "/rooms"
    assert (await post(grace, "/setup/room", name="another")).headers["location"] == "/rooms"
    with db.connection_context():
        assert Room.select().count() == 1


async def test_one_goes_on_where_one_was(grace: Visitor) -> None:
    for step in ("team", "invite", "room"):
        assert settings()["setup_step"] == step
        for path in ("/", "/rooms", "/setup"):
            response = await grace.http_client.get(path, follow_redirects=True)
            assert response.url.path == f"/setup/{step}", (step, path)
            assert 'aria-current="step"' in response.text
        assert (await grace.http_client.get("/setup/team")).status_code == 200, "one may go back"
        assert settings()["setup_step"] == step
        await skip(grace, step)
    assert "You are in no room yet." in await page(grace, "/rooms")
    assert settings().get("team_name") is None
    with db.connection_context():
        assert not Room.select().exists()


async def test_whoever_makes_a_room_elsewhere_is_not_led_back(grace: Visitor) -> None:
    room = (await post(grace, "/rooms/new", name="here")).headers["location"]
    assert (await grace.http_client.get("/rooms")).status_code == 200
    assert (await grace.http_client.get(room)).status_code == 200


async def test_the_link_stays_the_same_over_a_reload_and_is_made_once(grace: Visitor) -> None:
    for _ in range(2):
        await name_team(grace, "Acme")
        links = {re.findall(r"/join/[\w-]+", await page(grace, "/setup/invite"))[0] for _ in range(2)}
        assert len(links) == 1
    with db.connection_context():
        assert Invite.select().count() == 1
        Invite.update(expires_at=1).execute()
    assert "/join/" not in await page(grace, "/setup/invite")
    assert (await post(grace, "/setup/invite/link")).headers["location"] == "/setup/invite"
    assert "/join/" in await page(grace, "/setup/invite")


@pytest.mark.parametrize("cookie", ["", "x", "<script>", "0" * 3000])
async def test_a_cookie_of_ones_own_making_shows_no_link(grace: Visitor, cookie: str) -> None:
    await skip(grace, "team")
    response = await grace.http_client.get(
        "/setup/invite", headers={"cookie": f"{cookies(grace)}; setup-invite={cookie}"}
    )
    assert response.status_code == 200
    assert "Create invite link" in response.text


def cookies(visitor: Visitor) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in visitor.http_client.cookies.jar if one.name != "setup-invite")


async def test_what_is_refused_is_said_there_and_nothing_is_passed(grace: Visitor) -> None:
    for name, image, reason in (
        ("x" * 81, b"", "The team's name can have at most 80 characters."),
        ("Acme", b"<svg onload=alert(1)>", "This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF."),
    ):
        response = await name_team(grace, name, image)
        assert (response.status_code, alert(response)) == (422, reason)
    assert settings()["setup_step"] == "team"
    response = await post(grace, "/setup/room", name="\u200b")
    assert response.status_code == 422
    assert settings()["setup_step"] == "team"
    assert (await grace.http_client.get("/setup/nowhere")).status_code == 404


Ask = Callable[[Visitor], Awaitable[Response]]

ASKS: dict[str, Ask] = {
    "team": lambda visitor: name_team(visitor, "Eve", png()),
    "link": lambda visitor: post(visitor, "/setup/invite/link"),
    "invite": lambda visitor: post(visitor, "/setup/invite"),
    "room": lambda visitor: post(visitor, "/setup/room", name="Eve's"),
}


@pytest.mark.parametrize("ask", ASKS)
async def test_nobody_else_sets_the_place_up(grace: Visitor, ask: str) -> None:
    before = settings()
    with another_browser(grace):
        assert (await ASKS[ask](grace)).headers["location"].startswith("/login")
        assert await where(grace, "/setup") == "/login"
        assert (await grace.http_client.get("/setup/team")).headers["location"].startswith("/login")
        response = await grace.http_client.post("/setup", data=GRACE | {"email": "eve@example.com"}, headers=HERE)
        assert response.status_code == 403
    with db.connection_context():
        User.update(role="member").execute()
    assert (await ASKS[ask](grace)).status_code == 404
    assert (await grace.http_client.get("/setup/team")).status_code == 404
    with db.connection_context():
        assert not Room.select().exists()
        assert not Invite.select().exists()
    assert settings() == before
