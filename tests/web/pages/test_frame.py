"""Pages with the app around them: a long list of rooms takes some ms to draw."""

import re
import threading
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import Response
from nicegui.testing import User as Visitor

from chat.accounts.items import UserItem
from chat.web.pages import forms
from chat.web.pages.settings import appearance, notifications, profile, programs, security
from chat.web.pages.tab import Tab
from chat.web.presence import presence
from models import User, db
from tests.page_client import log_in, page
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
    for path in ("/rooms/browse", "/people", "/saved"):
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
