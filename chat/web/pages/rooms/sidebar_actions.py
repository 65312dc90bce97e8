"""What a viewer can do in their list of rooms, for `Sidebar`, and how it hears what is unread."""

# ruff: noqa: D102 (the methods are described by `SidebarActions`)

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from nicegui import background_tasks

from chat import messages, notifications, rooms
from chat.elements.stream import Changes, Row
from chat.errors import ChatError, NotFound, NotSignedIn, TooMany
from chat.messages.items import LastMessage
from chat.rooms.events import room_list_topic
from chat.web.components.sidebar.actions import SidebarActions
from chat.web.components.sidebar.sidebar import Sidebar
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms.reading import Reader
from chat.web.server.limits import CATCHING_UP, FORMS, READ_MARKS, READING
from chat.web.viewer import Viewer


class ViewerSidebarActions(SidebarActions):
    """Marks count against a limit of the viewer's; reads wait for their turn."""

    def __init__(
        self,
        viewer: Viewer,
        subscriptions: PageSubscriptions,
        *,
        shown_rooms: Callable[[], Collection[int]],
        on_missed: Callable[[], None],
    ) -> None:
        """Act for one open page.

        Args:
            viewer: who looks at it
            subscriptions: what it hears of
            shown_rooms: tells the ids of the room that it shows, and of the thread beside it
            on_missed: called when the list has missed something, as the room may have, too
        """
        self._viewer, self._subscriptions = viewer, subscriptions
        self._shown_rooms, self._on_missed = shown_rooms, on_missed
        self._reader = Reader(viewer)
        self.topic = room_list_topic(viewer.user.id)
        self.sidebar: Sidebar | None = None

    async def room_list_changes(self, revision: int | None) -> Changes[Row]:
        changes = await self._reader.room_list_changes(revision)
        if changes.created or changes.deleted or changes.reset is not None:
            self._on_missed()
        background_tasks.create(self.recount(), name="follow the news of one's rooms")
        return changes

    async def recount(self, room_id: int | None = None) -> None:
        await self.follow_news(None if room_id is None else {room_id})

    def follow_news_soon(self, among: Collection[int]) -> None:
        """Do so for some rooms meanwhile; a new page asks for all of them once it has connected."""
        if among and self._subscriptions.is_connected:
            background_tasks.create(self.follow_news(among), name="follow the news of the room left")

    async def follow_news(self, among: Collection[int] | None = None) -> None:
        """Hear of news in all rooms, or some, from now on, and show what is unread: some may have been missed."""
        with suppress(NotSignedIn, TooMany):
            async with READING.turn(self._viewer.key, 1.0 if among is None else CATCHING_UP):
                unread = await self._subscriptions.follow_news(self._shown_rooms(), among)
            if self.sidebar and not self.sidebar.is_deleted:  # at once: what is heard meanwhile would be forgotten
                self.sidebar.show_unread(unread, is_all=among is None)
        if among is None:
            await self.count_threads()

    async def count_threads(self) -> None:
        with suppress(NotSignedIn, TooMany):
            async with READING.turn(self._viewer.key, CATCHING_UP):
                threads = await self._viewer.read(rooms.unread_threads)
            if self.sidebar and not self.sidebar.is_deleted:
                self.sidebar.show_threads(threads)

    async def mark_read(self, room_id: int, message_id: int) -> None:
        try:
            await self._viewer.act(READ_MARKS, rooms.mark_read, room_id, message_id)
        except (NotFound, TooMany):
            await self.recount()  # the browser has counted it as read

    async def last_messages(self, room_ids: Collection[int] | None) -> Sequence[LastMessage]:
        with suppress(NotSignedIn, TooMany):
            async with READING.turn(self._viewer.key, 1.0 if room_ids is None else CATCHING_UP):
                return await self._viewer.read(messages.last_messages, room_ids)
        return []

    async def star(self, room_id: int, *, is_starred: bool) -> None:
        await self._viewer.act(FORMS, rooms.star_room if is_starred else rooms.unstar_room, room_id)

    async def mark_all_read(self) -> None:
        with suppress(TooMany):
            await self._viewer.act(READ_MARKS, rooms.mark_all_read)

    async def mark_unread(self, room_id: int, message_id: int) -> None:
        with suppress(NotFound, TooMany):
            await self._viewer.act(READ_MARKS, rooms.mark_unread, room_id, message_id)

    async def set_level(self, room_id: int, level: str) -> None:
        try:
            await self._viewer.act(FORMS, notifications.set_level, room_id, level)
        except NotSignedIn:
            pass
        except ChatError:
            await self.recount()  # the browser has shown it as chosen

    async def tell(self, message_ids: Sequence[int], *, is_looking: bool) -> None:
        with suppress(NotSignedIn, TooMany):
            async with READING.turn(self._viewer.key, CATCHING_UP):
                notices = await self._viewer.read(notifications.notices, message_ids)
            if self.sidebar and not self.sidebar.is_deleted:
                self.sidebar.show_notices(notices)
            if notices and is_looking:
                await self._viewer.act(READ_MARKS, notifications.note_looking)
