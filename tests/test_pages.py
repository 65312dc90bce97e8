"""Pages and their guards, over HTTP and in NiceGUI's simulation of a user."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response
from nicegui import Client
from nicegui.testing import User as Visitor
from nicegui.testing.user_simulation import user_simulation

from chat.auth import COOKIE
from chat.components.composer import Composer
from chat.components.message_column import MessageColumn
from chat.database import database
from models import Room, Session, User, db

MAIN = Path(__file__).parents[1] / "main.py"


@pytest.fixture
async def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """Somebody at the door of the whole program, with its demo content."""
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080"])
    async with user_simulation(main_file=MAIN) as visitor:
        yield visitor
    database.close()
    db.close()


async def log_in(visitor: Visitor, **fields: str) -> Response:
    known = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}
    return await visitor.http_client.post("/login", data=known | fields)


@pytest.mark.parametrize("path", ["/rooms", "/rooms/1", "/rooms/999"])
async def test_without_a_session_one_is_sent_to_the_login_page_and_back(visitor: Visitor, path: str) -> None:
    response = await visitor.http_client.get(path)
    assert response.status_code == 303
    assert response.headers["location"] == f"/login?return_to={path}"
    response = await log_in(visitor, return_to=path)
    assert response.status_code == 303
    assert response.headers["location"] == path
    assert not Client.instances, "a page that is refused must cost nothing"


async def test_the_start_is_the_list_of_rooms(visitor: Visitor) -> None:
    assert (await visitor.http_client.get("/")).headers["location"] == "/rooms"


async def test_rooms_greets_and_lists(visitor: Visitor) -> None:
    await log_in(visitor)
    await visitor.open("/rooms")
    await visitor.should_see("Welcome, Adam")
    await visitor.should_not_see(MessageColumn)


async def test_a_room_shows_its_messages_and_a_composer(visitor: Visitor) -> None:
    await log_in(visitor)
    await visitor.open("/rooms/1")
    await visitor.should_see(MessageColumn)
    await visitor.should_see(Composer)
    page = (await visitor.http_client.get("/rooms/1")).text
    assert "Both welcome. Near the old oak, I will wave" in page
    assert "@streamchat.io" not in page


@pytest.mark.parametrize("name", ["999", "abc", "-1", "0", "99999999999999999999", "1%00", "1/2", "%F0%9F%99%82"])
async def test_a_room_that_does_not_exist_is_a_page_with_status_404(visitor: Visitor, name: str) -> None:
    await log_in(visitor)
    response = await visitor.http_client.get(f"/rooms/{name}")
    assert response.status_code == 404
    assert "There is no such room." in response.text
    assert "Traceback" not in response.text


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor: Visitor) -> None:
    wrong = await log_in(visitor, password="wrong")
    unknown = await log_in(visitor, email="nobody@streamchat.io")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("adam@", "nobody@") == unknown.text
    assert COOKIE not in wrong.cookies


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_login_never_leads_to_another_site(visitor: Visitor, target: str) -> None:
    assert (await log_in(visitor, return_to=target)).headers["location"] == "/rooms"


@pytest.mark.parametrize("path", ["/login", "/login/demo", "/logout"])
async def test_forms_posted_by_another_site_are_refused(visitor: Visitor, path: str) -> None:
    await log_in(visitor)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = await visitor.http_client.post(path, data={"user_id": "1"}, headers=headers)
        assert response.status_code == 403
        assert COOKIE not in response.cookies
    assert (await visitor.http_client.get("/rooms")).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = (await log_in(visitor)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    token = visitor.http_client.cookies[COOKIE]
    with db.connection_context():
        assert token not in str(list(Session.select().dicts()))


async def test_logging_out_ends_the_session_itself_not_just_the_cookie(visitor: Visitor) -> None:
    await log_in(visitor)
    stolen = visitor.http_client.cookies[COOKIE]
    await visitor.http_client.post("/logout")
    visitor.http_client.cookies.set(COOKIE, stolen)
    assert (await visitor.http_client.get("/rooms")).status_code == 303


async def test_logging_in_again_ends_the_session_before(visitor: Visitor) -> None:
    await log_in(visitor)
    before = visitor.http_client.cookies[COOKIE]
    await log_in(visitor)
    assert visitor.http_client.cookies[COOKIE] != before
    with db.connection_context():
        assert Session.select().count() == 1


async def test_one_click_logs_in_as_a_demo_person_and_as_nobody_else(visitor: Visitor) -> None:
    for user_id in ("", "999", "abc", "1 OR 1=1"):
        response = await visitor.http_client.post("/login/demo", data={"user_id": user_id})
        assert response.status_code == 403
    assert (await visitor.http_client.post("/login/demo", data={"user_id": "1"})).status_code == 303


async def test_on_a_database_with_people_of_its_own_there_is_no_one_click(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080", "--no-demo"])
    async with user_simulation(main_file=MAIN) as visitor:
        with db.connection_context():
            User.create(name="Real", email="real@example.com", password_hash="-")
            Room.create(name="real")
        assert "Continue as" not in (await visitor.http_client.get("/login")).text
        assert (await visitor.http_client.post("/login/demo", data={"user_id": "1"})).status_code == 403
    database.close()
    db.close()


async def test_health_tells_whether_the_database_answers(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    database.close()
    assert (await visitor.http_client.get("/healthz")).status_code == 503
