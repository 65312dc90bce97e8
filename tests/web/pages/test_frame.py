"""Pages with the app around them: a long list of rooms takes some ms to draw."""

import re
import threading
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import Response
from nicegui.testing import User as Visitor

from chat.accounts import set_status, user_item
from chat.accounts.items import UserItem
from chat.messages import send_message
from chat.rooms import create_room, open_direct
from chat.web.components.shared.scripts import modules, needed_at_once
from chat.web.pages import forms, frame
from chat.web.pages.settings import appearance, notifications, profile, programs, security
from chat.web.pages.tab import Tab
from chat.web.presence import presence
from chat.web.server.security_headers import FRAME_POLICY, PLAIN_POLICY
from models import Session, User, db
from tests.page_client import log_in, page, person
from tests.people import sign_in


@pytest.mark.parametrize("tab", [each.TAB for each in (appearance, notifications, profile, programs, security)])
async def test_nobody_waits_for_them_to_be_drawn(ada: UserItem, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def draw(*_: Any, **__: Any) -> Response:
        threads.append(threading.current_thread())
        return Response()

    monkeypatch.setattr(forms, "page_with_tabs", draw)
    await tab.draw(Request({"type": "http"}), await sign_in(ada.id))
    assert threads
    assert threading.current_thread() not in threads


INSIDE = [
    *("/rooms/browse", "/rooms/archived", "/rooms/new", "/messages/new", "/people", "/people/2", "/saved", "/settings"),
    "/threads",
    *(f"/rooms/1{part}" for part in ("/members", "/members/add", "/leave")),
]


async def test_pages_have_the_app_around_them(visitor: Visitor) -> None:
    await log_in(visitor)
    for path in INSIDE:
        text = await page(visitor, path)
        assert 'id="rooms-1"' in text, path
        assert 'href="#content">Skip to the content</a>' in text, path
        assert 'class="desk-back"' in text, path
        assert text.count("<h1") == 1, path


async def test_the_sidebar_marks_the_page_that_is_shown(visitor: Visitor) -> None:
    await log_in(visitor)
    for path in ("/rooms/browse", "/people", "/threads", "/saved"):
        assert re.findall(r'<a href="([^"]+)"[^>]* aria-current=page', await page(visitor, path)) == [path]


async def test_what_is_not_there_is_said_inside_the_app(visitor: Visitor) -> None:
    wants_a_page = {"accept": "text/html,*/*"}
    response = await visitor.http_client.get("/nowhere", headers=wants_a_page)
    assert "sidebar-plain" not in response.text, "nobody is signed in"
    await log_in(visitor)
    for path in ("/nowhere", "/rooms/999/members", "/people/999"):
        response = await visitor.http_client.get(path, headers=wants_a_page)
        assert response.status_code == 404, path
        assert 'id="rooms-1"' in response.text, path
    response = await visitor.http_client.get("/avatars/none.webp", headers={"accept": "image/*"})
    assert "sidebar-plain" not in response.text, "it is not read for what is no page"


async def test_whoever_looks_at_one_is_there(visitor: Visitor) -> None:
    await log_in(visitor)
    await page(visitor, "/saved")
    with db.connection_context():
        adam = User.get(User.email == "adam@streamchat.io").id
    await presence.tick()
    assert presence.state_of(adam) == "active"


async def test_the_list_of_rooms_can_be_asked_for_alone(visitor: Visitor) -> None:
    refused = await visitor.http_client.get("/sidebar")
    assert (refused.status_code, refused.headers["location"]) == (303, "/login?return_to=/sidebar")
    await log_in(visitor)
    whole = await page(visitor, "/saved")
    first = await visitor.http_client.get("/sidebar")
    assert first.text.strip() in whole, "drawn as it was with the page, so that rows stay"
    asks_again = {"if-none-match": first.headers["etag"]}
    assert (await visitor.http_client.get("/sidebar", headers=asks_again)).status_code == 304
    await send_message(user_item(person("Blake")), 1, "@Adam Shaw, look", "said-by-blake")
    second = await visitor.http_client.get("/sidebar", headers=asks_again)
    assert second.status_code == 200
    [row] = re.findall(r'<a href="/rooms/1"[^>]*>', second.text)
    assert 'data-mentions="1"' in row


async def test_the_status_of_whom_one_writes_with_stands_beside_their_name(visitor: Visitor) -> None:
    blake = user_item(person("Blake"))
    await open_direct(user_item(person("Adam")), [blake.id])
    await set_status(blake, "🌴", 'On "vacation"')
    await log_in(visitor)
    first = await visitor.http_client.get("/sidebar")
    sign = f'<span class="status-sign" data-status-of="{blake.id}" role="img"'
    assert f'{sign} aria-label="On &#34;vacation&#34;" title="On &#34;vacation&#34;">🌴</span>' in first.text
    await set_status(blake, "", "")
    second = await visitor.http_client.get("/sidebar", headers={"if-none-match": first.headers["etag"]})
    assert f'<span class="status-sign" data-status-of="{blake.id}"></span>' in second.text


async def test_nobody_is_shown_what_is_new_in_rooms_of_others(visitor: Visitor) -> None:
    blake, rachel = user_item(person("Blake")), person("Rachel").id
    room = await create_room(blake, "budget", "", "closed")
    direct = await open_direct(blake, [rachel])
    await send_message(blake, room.id, "@Adam Shaw", "in-a-closed-room")
    await send_message(blake, direct.id, "@Adam Shaw", "in-direct-messages")
    await log_in(visitor)
    text = (await visitor.http_client.get("/sidebar")).text
    assert "budget" not in text
    assert {f"rooms-{room.id}", f"rooms-{direct.id}"}.isdisjoint(re.findall(r'id="([^"]+)"', text))


async def test_a_page_that_asks_by_itself_is_no_sign_of_life(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    await log_in(visitor)
    with db.connection_context():
        Session.update(seen_at=1).execute()
    seen: list[int] = []
    monkeypatch.setattr(frame.presence, "visit", lambda user_id, **_: seen.append(user_id))
    await visitor.http_client.get("/sidebar")
    assert seen == []
    await visitor.http_client.get("/sidebar?active=yes")
    assert seen == [person("Adam").id], "somebody does something there"
    with db.connection_context():
        assert {session.seen_at for session in Session.select()} == {1}
    await page(visitor, "/saved")
    with db.connection_context():
        assert Session.select().where(Session.seen_at > 1).exists()


async def test_these_pages_run_files_of_ours_and_nothing_else(visitor: Visitor) -> None:
    await log_in(visitor)
    response = await visitor.http_client.get("/settings")
    assert response.headers["content-security-policy"] == FRAME_POLICY
    assert "'self'; connect-src 'self'" in FRAME_POLICY
    assert "unsafe" not in FRAME_POLICY
    paths = re.findall(r'(?:src|href)="(/assets/scripts/[^"]+)"', response.text)
    assert [path.rpartition("/")[2] for path in paths] == [f"{name}.js" for name in (*needed_at_once(), "frame")]
    assert len(modules()) > len(paths) > 5, "lightbox and the like are loaded when they are used"
    [folder] = {path.rpartition("/")[0] for path in paths}
    for path in (f"{folder}/{name}.js" for name in modules()):
        script = await visitor.http_client.get(path)
        assert script.headers["content-type"].startswith("text/javascript"), path
    login = await visitor.http_client.get("/login")
    assert login.headers["content-security-policy"] == PLAIN_POLICY


def test_modules_name_each_other_as_files() -> None:
    for name, source in modules().items():
        named = re.findall(r'(?:from|import) ?\(?"([^"]+)"', source.decode())
        assert {each.removeprefix("./").removesuffix(".js") for each in named} <= modules().keys(), name
        assert all(each.startswith("./") for each in named), name
