"""How people get an account, and back into it, over HTTP."""

import gc
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from nicegui import background_tasks
from nicegui.testing import User as Visitor
from nicegui.testing.user_simulation import user_simulation
from starlette.requests import Request

from chat.accounts import create_administrator, create_invite, setup_code, user_item
from chat.accounts.items import UserItem
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.web.pages.reset import Forgot
from models import Invite, Membership, ResetLink, Room, Setting, User, db, now_ms
from tests.page_client import MAIN, alert, another_browser, follow, log_in, page, post

PASSWORD = "seven slow grey herons"
GRACE = {"name": "Grace", "email": "grace@example.com", "password": PASSWORD}


@pytest.fixture
async def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """Somebody at the door of a place with nobody in it."""
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080", "--no-demo"])
    monkeypatch.setattr(bus, "_subscribers", {})
    gc.freeze()
    async with user_simulation(main_file=MAIN) as visitor:
        yield visitor
    gc.unfreeze()
    database.close()
    db.close()


NO_FILE = {"picture": ("", b"")}


def allow(registration: str) -> None:
    with db.connection_context():
        Setting.delete().where(Setting.name == "registration").execute()
        Setting.create(name="registration", value=registration)


async def invite() -> str:
    """Have somebody in the place make an invite link, and return its token."""
    with db.connection_context():
        administrator: UserItem = user_item(User.get(User.role == "administrator"))
    return await create_invite(administrator)


async def skip(visitor: Visitor, step: str) -> Response:
    """Go on to the next step of the first start; the one with a logo is sent as files are."""
    return await visitor.http_client.post(f"/setup/{step}", data={"skip": "yes"}, files=NO_FILE)


# ---- the first one


async def test_whoever_starts_the_place_is_led_to_the_first_room(
    capsys: pytest.CaptureFixture[str], empty: Visitor
) -> None:
    [path] = re.findall(r"/setup\?code=\S+", capsys.readouterr().out)
    assert (await empty.http_client.get("/login")).headers["location"] == "/setup"
    text = await page(empty, path)
    [code] = re.findall(r'name="code" value="([^"]+)"', text)
    response = await post(empty, "/setup", **GRACE, code=code)
    text = await follow(empty, response)
    assert response.headers["location"] == "/setup/team"
    assert "Your team" in text
    assert "Invite your team" in await follow(empty, await skip(empty, "team"))
    assert 'name="name" value="general"' in await follow(empty, await skip(empty, "invite"))
    assert "general" in await follow(empty, await post(empty, "/setup/room", name="general"))
    assert (await empty.http_client.get("/admin")).status_code == 200
    assert (await empty.http_client.get(path)).headers["location"] == "/rooms"
    response = await post(empty, "/setup", name="Eve", email="eve@example.com", password=PASSWORD, code=code)
    assert response.status_code == 403


async def test_without_the_code_nobody_sets_a_place_up_from_afar(empty: Visitor) -> None:
    for code in ("", "a guess", "é"):
        assert (await empty.http_client.get("/setup", params={"code": code})).status_code == 403
        assert (await post(empty, "/setup", **GRACE, code=code)).status_code == 403
    with db.connection_context():
        assert not User.select().exists()


async def test_all_processes_of_an_empty_place_know_the_same_code_until_it_is_used(opened: None) -> None:
    code = database.write_now(setup_code)
    assert len(code) > 40
    assert database.write_now(setup_code) == code
    await create_administrator(**GRACE)
    assert database.write_now(setup_code) == ""
    with db.connection_context():
        assert not Setting.select().where(Setting.value == code).exists()


async def test_at_the_machine_itself_no_code_is_needed(empty: Visitor) -> None:
    here = {"host": "localhost:18080"}
    assert (await empty.http_client.get("/setup", headers=here)).status_code == 200
    proxied = here | {"x-forwarded-for": "203.0.113.7"}
    assert (await empty.http_client.get("/setup", headers=proxied)).status_code == 403
    response = await empty.http_client.post("/setup", data=GRACE, headers=here)
    assert response.headers["location"] == "/setup/team"


# ---- everybody else


async def test_where_registration_is_open_anybody_registers_and_is_in(visitor: Visitor) -> None:
    allow("open")
    with db.connection_context():
        Room.update(is_default=Room.name == "weekend-plans").execute()
    assert 'href="/register"' in await page(visitor, "/login")
    assert "Welcome, Grace" in await follow(visitor, await post(visitor, "/register", **GRACE))
    with db.connection_context():
        grace = User.get(User.name == "Grace")
        assert grace.role == "member"
        assert [row.room.name for row in Membership.select().where(Membership.user == grace)] == ["weekend-plans"]
    with another_browser(visitor):
        assert (await log_in(visitor, email="GRACE@example.com", password=PASSWORD)).status_code == 303


async def test_what_cannot_be_accepted_is_shown_again_with_the_reason(visitor: Visitor) -> None:
    allow("open")
    for wrong, reason in (
        ({"name": " "}, "A name cannot be empty."),
        ({"email": "grace"}, "Enter a valid email address."),
        ({"email": "adam@streamchat.io"}, "This email address cannot be used."),
        ({"password": "short"}, "A password must have 12 to 1024 characters."),
        ({"password": "password1234"}, "That password is too easy to guess"),
    ):
        fields = GRACE | {"name": '"><script>'} | wrong
        response = await post(visitor, "/register", **fields)
        assert response.status_code == 422
        assert reason in alert(response)
        assert f'value="{fields["name"]}"' in unescape(response.text)
        assert f'value="{fields["email"]}"' in response.text
        assert "<script>" not in response.text
        assert fields["password"] not in response.text


async def test_by_invite_only_who_has_a_link_comes_in(visitor: Visitor) -> None:
    assert 'href="/register"' not in await page(visitor, "/login")
    for path in ("/register", "/join/a-guess"):
        assert (await visitor.http_client.get(path)).status_code == 403
    response = await post(visitor, "/register", **GRACE)
    assert (response.status_code, alert(response)) == (
        403,
        "You need an invite link to register. Ask an administrator for one.",
    )
    token = await invite()
    assert f'name="invite" value="{token}"' in await page(visitor, f"/join/{token}")
    assert "Welcome, Grace" in await follow(visitor, await post(visitor, "/register", **GRACE, invite=token))


async def test_after_a_week_a_link_lets_nobody_in(visitor: Visitor) -> None:
    token = await invite()
    with db.connection_context():
        Invite.update(expires_at=now_ms()).execute()
    assert (await visitor.http_client.get(f"/join/{token}")).status_code == 403
    assert (await post(visitor, "/register", **GRACE, invite=token)).status_code == 403


async def test_where_registration_is_closed_a_link_opens_nothing(visitor: Visitor) -> None:
    token = await invite()
    allow("closed")
    assert (await visitor.http_client.get(f"/join/{token}")).status_code == 403
    assert (await post(visitor, "/register", **GRACE, invite=token)).status_code == 403


# ---- back in


async def test_without_mail_one_asks_an_administrator(visitor: Visitor) -> None:
    assert "Ask an administrator for a reset link" in await page(visitor, "/forgot")
    response = await post(visitor, "/forgot", email="adam@streamchat.io")
    assert "Ask an administrator for a reset link" in response.text
    assert (await visitor.http_client.get("/reset/a-guess")).status_code == 404
    assert (await post(visitor, "/reset/a-guess", password=PASSWORD)).status_code == 404


async def test_a_link_is_mailed_to_its_owner_alone_and_nobody_learns_who_is_registered(
    ada: UserItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed: list[tuple[str, str]] = []
    tasks: list[Awaitable[None]] = []

    async def send_link(email: str, path: str) -> None:
        mailed.append((email, path))

    keep: Callable[..., Any] = lambda task, **_: tasks.append(task)  # noqa: E731
    monkeypatch.setattr(background_tasks, "create", keep)
    forgot = Forgot(send_link)
    request = Request({"type": "http", "headers": [], "client": ("192.0.2.1", 1234)})
    known = await forgot.send(request, " ADA@example.com")
    unknown = await forgot.send(request, "nobody@example.com")
    assert known.body == unknown.body
    assert b"If there is an account with this email address" in bytes(known.body)
    assert (await forgot.send(request, "ada")).status_code == 422
    for task in tasks:
        await task
    [(email, path)] = mailed
    assert email == "ada@example.com"
    assert path.startswith("/reset/")
    assert ResetLink.get().user_id == ada.id
