"""The panel to search in, as the server keeps it; what is found has tests of its own in `tests/search/`."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from nicegui.testing import User as Visitor

from chat import messages
from chat.accounts import user_item
from chat.errors import NotSignedIn
from chat.search.items import Found
from chat.web.components.layout.layout import Navigation
from chat.web.components.search import search_panel
from chat.web.components.search.search_panel import MOST_ROUNDS, SearchPanel, render_result
from chat.web.server import limits
from tests.page_client import log_in, person

Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def panel(visitor: Visitor) -> SearchPanel:
    """Adam's panel, which his page has made since he wanted to search."""
    await log_in(visitor)
    page = await visitor.open("/rooms/1")
    navigation = next(part for part in page.elements.values() if isinstance(part, Navigation))
    for _ in range(2):
        await navigation._on_search()
    [panel] = [part for part in page.elements.values() if isinstance(part, SearchPanel)]
    return panel


@pytest.fixture
def ask(panel: SearchPanel, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Search, and return what the browser is told."""
    told: list[dict[str, Any]] = []

    def run_method(_: Element, name: str, *args: Any) -> None:
        if name == "answered":
            told.append({"number": args[0], **args[1]})

    monkeypatch.setattr(Element, "run_method", run_method)

    async def searched(text: str, room: str = "", **more: Any) -> dict[str, Any]:
        args = {"number": len(told) + 1, "text": text, "room": room, "order": "newest", **more}
        await panel._handle_ask(GenericEventArguments(sender=panel, client=panel.client, args=args))
        return told[-1]

    return searched


async def test_what_is_found_is_a_link_with_what_was_meant_marked_and_all_else_escaped(
    panel: SearchPanel, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    adam = user_item(person("Adam"))
    id_ = (await messages.send_message(adam, 1, '<img src=x onerror=alert(1)> xylophone & "co"')).id
    shown: list[Any] = []
    monkeypatch.setattr(panel._stream, "reset", lambda *items: shown.extend(items))
    assert await ask("xylophone") == {"number": 1, "error": "", "more": False, "indexing": False}
    [found] = shown
    html = render_result(found)
    assert f'data-message="{id_}" data-room="1" data-edited="0" href="/rooms/1/@{id_}"' in html
    assert "<mark>xylophone</mark>" in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img src=x" not in html
    shown.clear()
    await ask("xylophone", room="2")
    assert shown == [], "it is in another room"


async def test_what_cannot_be_understood_is_said(ask: Ask) -> None:
    for text, words in (("before:yesterdayish", "yesterdayish"), ("from:nobodyatall", "nobodyatall")):
        assert words in (await ask(text))["error"]
    assert (await ask("lunch", room="999"))["error"] == "Room not found."
    for text, room, order in (("", "x", "newest"), ("\0 \ud800" * 99, "9" * 99, "oldest"), ("x" * 99_999, "", "")):
        assert (await ask(text, room=room, order=order))["number"], text[:10]


async def test_who_searches_too_fast_has_to_wait(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.SEARCHING, "_depth", limits.SEARCHING.seconds_each)
    limits.SEARCHING.forget()
    assert (await ask("lunch"))["error"] == ""
    assert (await ask("lunch"))["error"].startswith("Try again in")
    assert (await ask(""))["error"] == "", "who searches for nothing asks for nothing"
    waits: list[str] = []

    async def wait(key: str) -> None:
        waits.append(key)

    monkeypatch.setattr(limits.SEARCHING, "wait", wait)
    assert (await ask("lunch", after="9"))["error"] == "", "who goes on waits"
    assert len(waits) == 1


async def test_it_does_not_go_on_for_a_question_after_which_another_came(
    panel: SearchPanel, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def find(question: search_panel.Question, _: Any) -> Found:
        asked.append(question.text)
        if asked == ["lunch"]:
            assert (await ask("dinner", number=2))["number"] == 2
        return Found((), more=question.text == "lunch", next="9")

    monkeypatch.setattr(panel, "_on_search", find)
    assert (await ask("lunch", number=1))["number"] == 2, "the first one is not answered"
    assert asked == ["lunch", "dinner"]


async def test_it_goes_on_by_itself_until_something_is_found_but_not_for_ever(
    panel: SearchPanel, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    after: list[Any] = []

    async def find(_: search_panel.Question, cursor: Any) -> Found:
        after.append(cursor)
        return Found((), more=True, next=str(len(after)))

    monkeypatch.setattr(panel, "_on_search", find)
    assert (await ask("lunch"))["further"] == str(MOST_ROUNDS + 1)
    assert after == [None, *map(str, range(1, MOST_ROUNDS + 1))]
    after.clear()
    assert (await ask("lunch", after="here"))["more"]
    assert after[:2] == ["here", "1"], "from where the browser says"
    after[:] = map(str, range(MOST_ROUNDS + 1))
    assert await panel._append("")
    assert after[-1] == str(MOST_ROUNDS + 1)


async def test_people_are_completed_by_the_beginning_of_a_name(
    panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(panel, "run_method", lambda *args: told.append(args))
    await panel._handle_complete(GenericEventArguments(sender=panel, client=panel.client, args={"text": "bla"}))
    [(name, text, [[_, found, *_]], has_more)] = told
    assert (name, text, found.split()[0], has_more) == ("completed", "bla", "Blake", False)


async def test_an_address_searches_beside_the_room_that_was_open_last(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/search?q=a b")
    assert response.headers["location"].startswith("/login")
    await log_in(visitor)
    await visitor.http_client.get("/rooms/2")
    location = (await visitor.http_client.get("/search?q=a+b%26c")).headers["location"]
    assert location.startswith("/rooms/")
    assert location.endswith("?search=a+b%26c")


async def test_who_has_logged_out_is_told_nothing(
    panel: SearchPanel, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await ask("")

    async def find(*_: Any) -> Found:
        raise NotSignedIn("Log in first.")

    monkeypatch.setattr(panel, "_on_search", find)
    assert await ask("lunch") is told, "the last thing that was said"
