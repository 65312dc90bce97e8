"""What an open page hears of news: nothing comes between what was counted and what it hears from then on."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from chat.elements.topic import Topic
from chat.realtime.bus import bus
from chat.rooms.events import ReadMarksMoved
from chat.rooms.items import UnreadItem
from chat.web import news, open_pages, page_subscriptions
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms import sidebar_actions
from chat.web.pages.rooms.sidebar_actions import ViewerSidebarActions
from chat.web.server.limits import CATCHING_UP

ME = 1


class Client:
    is_deleted = False
    end: Any = None

    def on_delete(self, end: Any) -> None:
        self.end = end


class Page:
    """An open page that counts what is unread in one room."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said = 0
        self.followed: set[str] = set()
        self.on_read: list[Any] = []
        self.on_enter: list[Any] = []
        self.client: Any = Client()
        viewer: Any = SimpleNamespace(user=SimpleNamespace(id=ME), session_id=1, read=self.read)
        monkeypatch.setattr(open_pages, "register", lambda *_: None)
        monkeypatch.setattr(page_subscriptions, "followed_topics", lambda _: self.followed)
        monkeypatch.setattr(Topic, "enter", lambda topic, _: self.enter(topic.name))
        self.subscriptions = PageSubscriptions(self.client, viewer)

    async def read(self, *_: Any) -> list[UnreadItem]:
        counted = [UnreadItem(7, self.said, 0, self.said)]
        for each in self.on_read[:1]:
            self.on_read.remove(each)
            each()
        return counted

    async def enter(self, topic: str) -> None:
        for each in self.on_enter[:1]:
            self.on_enter.remove(each)
            each()
        self.followed.add(topic)

    def speak(self) -> None:
        self.said += 1
        news.tell(7, self.said, ME + 1, self.said)

    async def count(self) -> int:
        return (await self.subscriptions.follow_news(None))[0].count


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    page = Page(monkeypatch)
    yield page
    page.client.end()


async def test_what_is_said_between_counting_and_hearing_is_counted(page: Page) -> None:
    page.on_enter.append(page.speak)
    assert await page.count() == 1


async def test_what_was_read_meanwhile_is_counted_again(page: Page) -> None:
    await page.count()
    page.speak()

    def mark_in_another_tab() -> None:
        page.said = 0
        bus.publish(ReadMarksMoved(ME, ()))

    page.on_read.append(mark_in_another_tab)
    assert await page.count() == 0


async def test_to_count_all_rooms_again_costs_as_much_as_to_read_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a hostile browser asks for: it looks into an index for each room, where catching up is one look."""
    costs: list[float] = []

    @asynccontextmanager
    async def turn(_key: str, cost: float) -> AsyncIterator[None]:
        costs.append(cost)
        yield

    async def follow_news(*_: object) -> list[UnreadItem]:
        return []

    viewer: Any = SimpleNamespace(user=SimpleNamespace(id=ME), key="1")
    subscriptions: Any = SimpleNamespace(follow_news=follow_news)
    monkeypatch.setattr(sidebar_actions.READING, "turn", turn)
    actions = ViewerSidebarActions(viewer, subscriptions, shown_room=lambda: None, on_missed=lambda: None)
    await actions.recount()
    await actions.follow_news({7})
    assert costs == [1.0, CATCHING_UP]
