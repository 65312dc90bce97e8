"""A room that is prerendered before its link is clicked is the one that would have been opened, or it is not used."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from nicegui import Client, background_tasks, core
from nicegui.events import GenericEventArguments
from nicegui.testing import User as Visitor

from chat import accounts, messages, rooms
from chat.accounts.items import UserItem
from chat.elements import following, stream
from chat.elements.topic import followed_topics
from chat.web.components.layout.layout import Navigation
from chat.web.components.layout.room_slots import RoomSlots
from chat.web.components.room_view.room_view import RoomView
from chat.web.pages.rooms.reading import Reader
from models import Membership, Message, Room, User, db
from tests.page_client import log_in, person

HERE, THERE = "/rooms/1", "/rooms/2"


class Page:
    """An open page of the first room that is connected and whose lists have asked."""

    def __init__(self, client: Client, viewer: UserItem) -> None:
        self.client, self.viewer = client, viewer
        self.navigation: Navigation = next(one for one in client.elements.values() if isinstance(one, Navigation))
        self.slots: RoomSlots = next(one for one in client.elements.values() if isinstance(one, RoomSlots))

    async def _tell(self, event: str, args: Any) -> None:
        told = GenericEventArguments(sender=self.navigation, client=self.client, args=args)
        await getattr(self.navigation, f"_handle_{event}")(told)

    async def asks(self, path: object) -> None:
        """Have somebody be about to go to a room."""
        await self._tell("prerender", {"path": path})

    async def goes(self, path: str, **activated: object) -> None:
        """Have somebody go there."""
        await self._tell("navigate", {"path": path, **activated})
        await settled()

    @property
    def prerendered(self) -> dict[str, Any]:
        """What browsers may activate by themselves."""
        return self.slots._props.get("prerendered") or {}

    @property
    def kept(self) -> list[list[Any]]:
        """What is not shown, by slot."""
        return [list(slot) for slot in self.slots._order[1:]]

    @property
    def shown(self) -> RoomView | None:
        """The room that is shown."""
        return next((one for one in self.slots.shown if isinstance(one, RoomView)), None)


async def settled() -> None:
    """Wait until all that was begun is done, but for what waits or runs for ever."""
    endless = {"Timer._run_in_loop", "Outbox.loop", "refresh_loop", "_note"}
    while tasks := [task for task in background_tasks.running_tasks if task.get_coro().__qualname__ not in endless]:
        await asyncio.wait(tasks)


@pytest.fixture
async def page(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Page]:
    await log_in(visitor)
    client = await visitor.open(HERE)
    for room in (None, client.id):
        core.sio.manager.basic_enter_room("socket-1", "/", room, eio_sid="eio-1")
    following._listening.add(client)
    with db.connection_context():
        yield Page(client, accounts.user_item(person("Adam")))
    core.sio.manager.basic_disconnect("socket-1", "/")


async def test_it_is_there_for_the_browser_and_for_nobody_else(page: Page) -> None:
    marks = list(Membership.select().order_by(Membership.id).dicts())
    await page.asks(THERE)
    assert page.prerendered["path"] == THERE
    assert "room:2" in followed_topics(page.client)
    assert (page.shown and page.shown.room.id, page.navigation._props["path"]) == (1, HERE)
    assert list(Membership.select().order_by(Membership.id).dicts()) == marks
    [view] = [one for one in page.slots.prerendered if isinstance(one, RoomView)]
    await page.goes(THERE, activated=page.prerendered["number"])
    assert page.shown is view
    assert (page.navigation._props["path"], page.prerendered, page.slots.prerendered.children) == (THERE, {}, [])
    assert "room:1" not in followed_topics(page.client)


async def say(viewer: UserItem) -> None:
    await messages.send_message(viewer, 2, "said meanwhile")


async def edit(viewer: UserItem) -> None:
    await messages.edit_message(viewer, Message.get(Message.room == 2, Message.author == viewer.id).id, "other words")


async def delete(viewer: UserItem) -> None:
    await messages.delete_message(viewer, Message.get(Message.room == 2, Message.author == viewer.id).id)


async def test_what_has_changed_since_is_read_anew_unless_the_browser_shows_it_already(page: Page) -> None:
    for change in (say, edit, delete):
        await page.asks(THERE)
        revision = page.prerendered["revision"]
        await change(page.viewer)
        assert stream.Topic("room:2").latest > revision, "from this the browser knows"
        await page.goes(THERE)
        assert page.shown
        assert page.shown.stream._props["since"] == Room.get_by_id(2).revision
        await page.goes(HERE)
    await page.asks(THERE)
    [view] = [one for one in page.slots.prerendered if isinstance(one, RoomView)]
    number = page.prerendered["number"]
    await say(page.viewer)
    await page.goes(THERE, activated=number)
    assert page.shown is view, "the list in the browser knows what it lacks"


async def rename(page: Page) -> None:
    await rooms.rename_room(accounts.user_item(User.get(User.role == "administrator")), 2, "elsewhere")


async def leave(page: Page) -> None:
    await rooms.leave_room(page.viewer, 2)


async def read(page: Page) -> None:
    await rooms.mark_unread(page.viewer, 2, Message.get(Message.room == 2).id)


async def change_name(page: Page) -> None:
    await accounts.change_name(accounts.user_item(person("Blake")), "Somebody Else")


async def wait(page: Page) -> None:
    loop: Any = asyncio.get_running_loop()
    [timer] = [one for one in loop._scheduled if "Prerenderer." in repr(one) and not one.cancelled()]
    timer._run()


async def test_what_may_make_another_room_of_it_ends_it(page: Page) -> None:
    for happen in (rename, read, change_name, wait, leave):
        await page.asks(THERE)
        number = page.prerendered["number"]
        await happen(page)
        await settled()
        assert (happen, page.prerendered) == (happen, {})
        assert any(page.kept), "a browser may have drawn it, and somebody writes in it"
        await wait(page)
        assert not any(page.kept)
        assert "room:2" not in followed_topics(page.client)
        await page.goes(THERE, activated=number)
        assert page.shown
        assert page.shown.room.name == Room.get_by_id(2).name
        await page.goes(HERE)


async def test_what_a_browser_has_drawn_stays_while_another_room_is_prerendered(page: Page) -> None:
    await page.asks(THERE)
    drawn, slot = page.slots.prerendered.children[0], page.prerendered["slot"]
    other = await rooms.create_room(page.viewer, "another")
    await page.asks(f"/rooms/{other.id}")
    assert page.prerendered["slot"] != slot
    assert drawn in [child for kept in page.kept for child in kept]
    await page.goes(f"/rooms/{other.id}", activated=page.prerendered["number"])
    assert not any(page.kept)


async def test_of_a_room_that_is_lost_nothing_is_kept(page: Page) -> None:
    blake = accounts.user_item(person("Blake"))
    room = await rooms.create_room(blake, "private", kind="closed")
    for is_offered, rest in ((True, ""), (False, "/"), (True, "/@3"), (False, "/thread/3")):
        await rooms.add_member(blake, room.id, page.viewer.id)
        await page.asks(f"/rooms/{room.id}")
        if not is_offered:
            await wait(page)
        assert any(page.kept)
        await rooms.remove_member(blake, room.id, page.viewer.id)
        assert not any(page.kept)
        await settled()
        await page.goes(f"/rooms/{room.id}{rest}")
        said = [text for one in page.client.elements.values() if "can no longer see" in (text := one._text or "")]
        assert len(said) == 1, "it was there a moment ago"
        assert "private" in said[0]
        await page.goes(HERE)


async def test_a_question_that_is_not_the_newest_leaves_what_is_prerendered(page: Page) -> None:
    await page.asks(THERE)
    whole = page.navigation._on_navigate.__self__
    assert await whole._prerenderer.activate(THERE, page.prerendered["number"], lambda: False) is None
    await wait(page)
    await wait(page)
    assert not any(page.kept), "it ends as ever"


async def test_a_decision_says_which_question_it_answers(page: Page) -> None:
    for number, told in ((7, 7), ("8", 7), (10**30, 7), (-1, 7), (9, 9)):
        await page.goes(THERE if number == 7 else HERE, number=number)
        assert page.navigation._props["answered"] == told


async def test_access_that_was_lost_is_noticed_when_it_is_read_and_when_one_goes_there(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await rooms.create_room(page.viewer, "private", kind="closed")
    path, opening = f"/rooms/{room.id}", Reader.opening
    await page.asks(path)
    number = page.prerendered["number"]
    Membership.delete().where(Membership.room == room.id).execute()  # unheard of, as while Redis is away
    await page.goes(path, activated=number)
    assert page.shown is None
    assert any("can no longer see" in (one._text or "") for one in page.client.elements.values())

    async def lose(reader: Reader, room_id: int, message_id: int | None = None) -> Any:
        found = await opening(reader, room_id, message_id)
        await rooms.leave_room(page.viewer, 2)
        return found

    monkeypatch.setattr(Reader, "opening", lose)
    await page.asks(THERE)
    assert (page.prerendered, "room:2" in followed_topics(page.client)) == ({}, False)


async def test_a_room_of_which_several_notice_that_it_is_lost_is_closed_once(page: Page) -> None:
    room = await rooms.create_room(page.viewer, "private", kind="closed")
    await page.goes(f"/rooms/{room.id}")
    view, whole = page.shown, page.navigation._on_navigate.__self__
    Membership.delete().where(Membership.room == room.id).execute()
    for _ in range(2):
        await whole._refresh_room(view)
    assert any("can no longer see" in (one._text or "") for one in page.client.elements.values())


async def test_a_mouse_that_sweeps_over_all_rooms_has_few_of_them_read(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, read = Reader.opening, []

    async def count(reader: Reader, room_id: int, message_id: int | None = None) -> Any:
        read.append(room_id)
        return await opening(reader, room_id, message_id)

    monkeypatch.setattr(Reader, "opening", count)
    for path in (HERE, "/rooms/2/@3", "/rooms/2/thread/3", "/rooms", "x", "", None, 7, []):
        await page.asks(path)
    assert (read, page.prerendered) == ([], {}), "these are no rooms that one could go to"
    await asyncio.gather(*(page.asks(path) for path in ["/rooms/3", *["/rooms/999", THERE] * 100]))
    assert read == [3, 2], "one at a time, and of those that wait the newest"
    for _ in range(50):
        await page.asks(THERE)
    assert len(read) <= 21
    for forged in (None, "1", [], {}):
        await page.goes(THERE, activated=forged)
        assert page.shown
        assert page.shown.room.id == 2, "who goes there is not held up"
