"""What an open page hears of news: nothing comes between what was counted and what it hears from then on."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import orjson
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
        return (await self.subscriptions.follow_news(()))[0].count


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


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[Any]:
    """What a room's followers are told, each time."""
    told: asyncio.Queue[Any] = asyncio.Queue()
    monkeypatch.setattr(news, "PAUSE", 0.05)
    monkeypatch.setattr(news, "_waiting", {})
    monkeypatch.setattr(news, "has_followers", lambda _topic: True)
    monkeypatch.setattr(news, "signal_now", lambda *args: told.put_nowait(args))
    return told


async def test_many_messages_at_a_time_are_told_in_few_bytes(told: asyncio.Queue[Any]) -> None:
    for number in range(50):
        news.tell(7, 1_000_000 + number, 12, 100_000 + number)
    first, rest = await told.get(), await told.get()
    assert first[2] == [(1_000_000, 12, 100_000)]
    assert rest[2] == [(1_000_049, {"12": 49}, 100_049, 1_000_001)]
    assert len(b"42" + orjson.dumps(["stream-signal", rest])) <= 80


async def test_who_is_meant_and_what_is_deleted_among_many_messages_is_told_one_by_one(
    told: asyncio.Queue[Any],
) -> None:
    news.tell(7, 10, 12, 1)
    news.tell(7, 11, 12, 2)
    news.tell(7, 12, 13, 3)
    news.tell(7, 13, 12, 4, (5,))
    news.tell(7, -11, 12, 5)
    news.tell(7, 14, 12, 6)
    news.tell(7, 15, 12, 7)
    await told.get()
    in_a_row = (12, {"12": 1, "13": 1}, 3, 11)
    assert (await told.get())[2] == [in_a_row, (13, 12, 4, (5,)), (-11, 12, 5), (15, {"12": 2}, 7, 14)]


async def test_to_count_all_rooms_again_costs_as_much_as_to_read_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a hostile browser asks for: it looks into an index for each room, where catching up is one look."""
    costs: list[float] = []

    @asynccontextmanager
    async def turn(_key: str, cost: float) -> AsyncIterator[None]:
        costs.append(cost)
        yield

    async def follow_news(*_: object) -> list[UnreadItem]:
        return []

    viewer: Any = SimpleNamespace(user=SimpleNamespace(id=ME), key="1", read=follow_news)
    subscriptions: Any = SimpleNamespace(follow_news=follow_news)
    monkeypatch.setattr(sidebar_actions.READING, "turn", turn)
    actions = ViewerSidebarActions(viewer, subscriptions, shown_rooms=lambda: (), on_missed=lambda: None)
    await actions.recount()
    await actions.follow_news({7})
    assert costs == [1.0, CATCHING_UP, CATCHING_UP]  # all rooms, then threads; one room
