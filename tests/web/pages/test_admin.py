"""What administrators do, over HTTP."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from nicegui import app
from nicegui.testing import User as Visitor
from starlette.requests import Request
from starlette.routing import Route

from chat.live import registry
from chat.web.pages.admin import place
from chat.web.pages.admin.tabs import absolute
from models import Invite, Room, Session, User, db
from tests.page_client import (
    PASSWORD,
    alert,
    another_browser,
    follow,
    log_in,
    log_in_as_administrator,
    page,
    person,
    post,
    ten_minutes_pass,
)

TABS = [
    ("People", "/admin"),
    ("Rooms", "/admin/rooms"),
    ("Invitations", "/admin/invites"),
    ("Place", "/admin/place"),
    ("Audit log", "/admin/log"),
]

FORGED = ("", "abc", "-1", "0", "999", "1.0", "1 OR 1=1", "٣", "9" * 30)


@pytest.fixture
async def administrator(visitor: Visitor) -> Visitor:
    """Somebody who runs the place, and has just logged in."""
    await log_in_as_administrator(visitor)
    return visitor


def room(name: str) -> Room:
    with db.connection_context():
        return Room.get(Room.name == name)


def secret(response: Response) -> str:
    """Read what is shown once."""
    assert response.headers["cache-control"] == "no-store"
    [shown] = re.findall(r"<textarea[^>]*>([^<]+)<", response.text)
    return shown


async def test_they_see_which_plugins_are_not_used_and_why(
    administrator: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kinds", "broken", "plugins"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    monkeypatch.setattr(place, "plugins", registry.plugins)
    monkeypatch.setattr(registry.logger, "disabled", True)  # pytest's workers cannot send such a name
    assert 'id="plugins"' not in await page(administrator, "/admin/place")
    half = "from chat.live import Kind\n\nclass {}(Kind):\n    name = '{}'\n"
    half += "    def begin(self, given): return {{}}\n    def draw(self, state): return ''\n"
    (tmp_path / "half.py").write_text(half.format("A", "games") + half.format("B", "poll"))
    (tmp_path / "bad.py").write_text("import <this>")
    (tmp_path / os.fsdecode(b"odd<i>\xff.py")).write_text("raise ValueError('<b>\\ud800' + 1000 * 'x')")
    registry.load_plugins(tmp_path)
    _, _, shown = (await page(administrator, "/admin/place")).partition('id="plugins"')
    bad, half, odd = re.findall(r"<li>(.*?)</li>", shown, re.DOTALL)
    for said in ("odd&lt;i&gt;\ufffd.py", "ValueError: &lt;b&gt;\ufffdxxx"):
        assert said in odd
    assert len(odd) < 900
    assert ("Not used" in bad, "SyntaxError: invalid syntax (bad.py, line 1)" in bad) == (True, True)
    assert ("Partly used" in half, "/games" in half, "there is a kind" in half) == (True, True, True)


async def test_to_members_there_is_no_such_page(visitor: Visitor) -> None:
    assert (await visitor.http_client.get("/admin")).headers["location"] == "/login?return_to=/admin"
    await log_in(visitor)
    assert (await visitor.http_client.get("/admin")).status_code == 404
    paths = [route.path for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    for path in (path for path in paths if path.startswith("/admin/")):
        response = await post(visitor, path, user_id=1, room_id=1, invite_id=1, mode="open", role="administrator")
        assert (path, response.status_code) == (path, 404)
        assert "Page not found." in response.text
    for _, path in TABS:
        assert (await visitor.http_client.get(path)).status_code == 404
    assert (await visitor.http_client.get("/admin/no/such/tab")).status_code == 404


# ---- rooms


async def test_a_room_is_archived_and_brought_back(administrator: Visitor) -> None:
    number = room("sre-team").id
    text = await page(administrator, "/admin/rooms")
    assert f'href="/rooms/{number}/settings"' in text
    text = await follow(administrator, await post(administrator, "/admin/rooms/archive", room_id=number))
    assert "Room archived." in text
    assert "sre-team" not in text.split("<table")[1]
    text = await page(administrator, "/admin/rooms?show=archived")
    assert "Open sre-team" in text
    assert "Restore sre-team" in text
    await follow(administrator, await post(administrator, "/admin/rooms/restore", room_id=number))
    assert "Restore sre-team" not in await page(administrator, "/admin/rooms?show=archived")


async def test_whether_new_people_join_a_room_is_a_switch(administrator: Visitor) -> None:
    number = room("sre-team").id
    for value, is_on in (("no", "false"), ("yes", "true")):
        text = await follow(
            administrator, await post(administrator, "/admin/rooms/default", room_id=number, default=value)
        )
        assert re.search(f'role="switch" aria-checked="{is_on}"[^>]*aria-label="New people join \\W*sre-team', text)
    assert "sre-team" in await page(administrator, "/admin/place")


async def test_a_name_that_is_taken_is_shown_again_with_the_reason(administrator: Visitor) -> None:
    fields = {"name": "weekend-plans", "description": "new words"}
    response = await post(administrator, f"/rooms/{room('sre-team').id}/settings/change", **fields)
    assert (response.status_code, alert(response)) == (422, "A room with this name already exists.")
    form = response.text.split('role="alert"')[1].split("</form>")[0]
    assert 'value="weekend-plans"' in form
    assert 'value="new words"' in form


async def test_any_member_makes_rooms(visitor: Visitor) -> None:
    await log_in(visitor)
    assert 'name="name" value=""' in await page(visitor, "/rooms/new")
    response = await post(visitor, "/rooms/new", name="weekend-plans", description="again")
    assert (response.status_code, alert(response)) == (422, "A room with this name already exists.")
    assert 'value="again"' in response.text
    response = await post(visitor, "/rooms/new", name="lunch", description="Where to?")
    assert response.headers["location"] == f"/rooms/{room('lunch').id}"
    assert "Where to?" in await follow(visitor, response)


# ---- people


async def test_people_are_listed_with_what_only_administrators_see(administrator: Visitor) -> None:
    text = await page(administrator, "/admin")
    assert "adam@streamchat.io" in text
    assert "Just now" in text
    assert text.count("Not logged in") == text.count("Registered ") - 1


async def test_an_administrator_makes_another_and_steps_back(administrator: Visitor) -> None:
    with db.connection_context():
        me = User.get(User.role == "administrator").id
    response = await post(administrator, "/admin/people/role", user_id=me, role="member")
    assert response.status_code == 403
    assert "There must be at least one administrator" in alert(response)
    adam = person("Adam").id
    text = await follow(
        administrator, await post(administrator, "/admin/people/role", user_id=adam, role="administrator")
    )
    assert "Make Adam Shaw a member" in text
    response = await post(administrator, "/admin/people/role", user_id=adam, role="emperor")
    assert (response.status_code, alert(response)) == (422, "Choose administrator or member.")
    response = await post(administrator, "/admin/people/role", user_id=me, role="member")
    assert response.headers["location"] == "/rooms"
    assert (await administrator.http_client.get("/admin")).status_code == 404


async def test_who_is_deactivated_is_out_until_reactivated(administrator: Visitor) -> None:
    adam = person("Adam").id
    with another_browser(administrator):
        await log_in(administrator)
    text = await follow(administrator, await post(administrator, "/admin/people/deactivate", user_id=adam))
    assert "Reactivate Adam Shaw" in text
    assert re.search(r"Adam Shaw\W* has been deactivated and logged out\.", text)
    with db.connection_context():
        assert not Session.select().where(Session.user == adam).exists()
    with another_browser(administrator):
        assert (await log_in(administrator)).status_code == 401
    await follow(administrator, await post(administrator, "/admin/people/reactivate", user_id=adam))
    with another_browser(administrator):
        assert (await log_in(administrator)).status_code == 303


async def test_nobody_deactivates_themselves(administrator: Visitor) -> None:
    with db.connection_context():
        me = User.get(User.role == "administrator").id
    response = await post(administrator, "/admin/people/deactivate", user_id=me)
    assert (response.status_code, alert(response)) == (403, "You cannot deactivate your own account.")


async def test_somebody_is_logged_out_everywhere(administrator: Visitor) -> None:
    with another_browser(administrator):
        await log_in(administrator)
    await follow(administrator, await post(administrator, "/admin/people/log-out", user_id=person("Adam").id))
    with db.connection_context():
        assert Session.select().count() == 1


async def test_a_reset_link_is_shown_once_and_works_once(administrator: Visitor) -> None:
    link = secret(await post(administrator, "/admin/people/reset-link", user_id=person("Adam").id))
    assert link.startswith("http://test/reset/")
    assert link not in await page(administrator, "/admin")
    with another_browser(administrator):
        path = link.removeprefix("http://test")
        assert "For Adam Shaw." in await page(administrator, path)
        response = await post(administrator, path, password="password1234")
        assert response.status_code == 422
        assert "too easy to guess" in alert(response)
        text = await follow(administrator, await post(administrator, path, password="seven slow grey herons"))
        assert "Password changed." in text
        assert (await administrator.http_client.get(path)).status_code == 404
        assert (await log_in(administrator, password="seven slow grey herons")).status_code == 303


# ---- registration


async def test_invite_links_are_shown_once_listed_and_revoked(administrator: Visitor) -> None:
    link = secret(await post(administrator, "/admin/invites"))
    assert link.startswith("http://test/join/")
    text = await page(administrator, "/admin/invites")
    assert link not in text
    assert "expires in 7 days" in text
    path = link.removeprefix("http://test")
    with another_browser(administrator):
        assert "Create your account" in await page(administrator, path)
    with db.connection_context():
        number = Invite.get().id
    text = await follow(administrator, await post(administrator, "/admin/invites/revoke", invite_id=number))
    assert "expires in 7 days" not in text
    with another_browser(administrator):
        assert (await administrator.http_client.get(path)).status_code == 403


async def test_registration_is_opened_and_closed(administrator: Visitor) -> None:
    for mode, status in (("open", 200), ("closed", 403), ("invite", 403)):
        text = await follow(administrator, await post(administrator, "/admin/registration", mode=mode))
        assert f'value="{mode}" checked' in text
        with another_browser(administrator):
            assert (await administrator.http_client.get("/register")).status_code == status
    response = await post(administrator, "/admin/registration", mode="ajar")
    assert (response.status_code, alert(response)) == (422, "Choose open, invite or closed.")


def test_links_bear_the_address_at_which_people_reach_the_place() -> None:
    scope = {"type": "http", "scheme": "http", "path": "/admin", "headers": [(b"host", b"10.0.0.7:8080")]}
    request = Request(scope | {"server": ("10.0.0.7", 8080), "query_string": b""})
    assert absolute(request, "", "/join/x") == "http://10.0.0.7:8080/join/x"
    assert absolute(request, "https://chat.example.org", "/join/x") == "https://chat.example.org/join/x"


# ---- all of it


async def test_what_is_sensitive_takes_the_password_after_ten_minutes(administrator: Visitor) -> None:
    adam = person("Adam").id
    sensitive: dict[str, dict[str, Any]] = {
        "/admin/people/role": {"user_id": adam, "role": "administrator"},
        "/admin/people/reset-link": {"user_id": adam},
        "/admin/people/deactivate": {"user_id": adam},
        "/admin/people/reactivate": {"user_id": adam},
        "/admin/registration": {"mode": "open"},
    }
    for path, fields in sensitive.items():
        ten_minutes_pass()
        response = await post(administrator, path, **fields)
        assert (path, response.status_code) == (path, 403)
        assert alert(response) == "Please enter your current password."
        assert 'name="current_password"' in response.text
        response = await post(administrator, path, **fields, current_password=PASSWORD)
        assert (path, response.status_code) in {(path, 200), (path, 303)}
    assert 'name="current_password"' not in await page(administrator, "/admin")


async def test_what_names_nobody_and_nothing_is_a_404(administrator: Visitor) -> None:
    for number in FORGED:
        for action in ("reset-link", "deactivate", "reactivate", "log-out"):
            response = await post(administrator, f"/admin/people/{action}", user_id=number)
            assert (number, response.status_code, alert(response)) == (number, 404, "Person not found.")
        for action in ("default", "archive", "restore"):
            response = await post(administrator, f"/admin/rooms/{action}", room_id=number)
            assert (number, response.status_code, alert(response)) == (number, 404, "Room not found.")
        await follow(administrator, await post(administrator, "/admin/invites/revoke", invite_id=number))


async def test_what_administrators_did_is_listed_for_them_alone(administrator: Visitor) -> None:
    adam = person("Adam").id
    await post(administrator, "/admin/people/role", user_id=adam, role="administrator")
    await post(administrator, "/admin/registration", mode="open")
    room_id = room("sre-team").id
    for number in range(60):
        await post(administrator, f"/rooms/{room_id}/settings/change", name=f"room {number}", description="")
    text = await page(administrator, "/admin/log?page=2")
    assert "Page 2 of 2, 62 in all" in text
    assert "an administrator" in text
    assert "set registration to <b>open</b>" in text
    assert "(room 58 → room 59)" in await page(administrator, "/admin/log?page=nonsense")


async def test_each_tab_is_a_page_and_old_addresses_lead_there(administrator: Visitor) -> None:
    for _, path in TABS:
        [current] = re.findall(r'<a href="([^"]+)" aria-current="page">', await page(administrator, path))
        assert current == path
    for old, new in (
        ("/admin?rooms=sre&rooms_page=2", "/admin/rooms?rooms=sre&rooms_page=2"),
        ("/admin?archived_page=2", "/admin/rooms?rooms_page=2&show=archived"),
        ("/admin/people/role", "/admin"),
        ("/admin/rooms/archive", "/admin/rooms"),
        ("/admin/registration", "/admin/place"),
        ("/admin/invites/revoke", "/admin/invites"),
        ("/admin/what/else", "/admin"),
    ):
        assert (await administrator.http_client.get(old)).headers["location"] == new
