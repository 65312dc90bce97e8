"""The thread that a page shows beside its room."""

# ruff: noqa: D102 (the methods of `ViewerThreadActions` are described by `RoomActions`)

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from nicegui import Client, ui

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import ChatError, NotFound, NotSignedIn
from chat.messages.items import MessageItem
from chat.rooms.items import SeenRoom
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.components.thread.thread_panel import ThreadPanel, ThreadWords
from chat.web.pages.rooms.place import Place
from chat.web.pages.rooms.reading import Reader
from chat.web.pages.rooms.room_actions import ViewerRoomActions
from chat.web.server.limits import FORMS
from chat.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OpeningThread:
    """What a thread opens with: its replies, and the message above them."""

    root: MessageItem
    opening: Opening


class ViewerThreadActions(ViewerRoomActions):
    """What a viewer can do in a thread: its people are those of its room."""

    def __init__(self, viewer: Viewer, thread_id: int, home_id: int) -> None:
        super().__init__(viewer, thread_id)
        self._home_id = home_id

    async def join(self) -> None:
        await self._viewer.act(FORMS, rooms.join_room, self._home_id)

    async def add(self, person_id: int) -> None:
        await self._viewer.act(FORMS, rooms.add_member, self._home_id, person_id)


class ThreadPane:
    """Opens threads, one at a time, and shows there what changes."""

    def __init__(self, client: Client, viewer: Viewer, links_begin: str) -> None:
        self._client, self._viewer, self._links_begin = client, viewer, links_begin
        self._panel: ThreadPanel | None = None
        self._view: RoomView | None = None

    @property
    def ids(self) -> set[int]:
        """The thread that is shown, if one is."""
        return {self._view.room.id} if self._view else set()

    def is_all_that_changes(self, shown: RoomView | None, place: Place) -> bool:
        """Whether a place is the room that the page shows already, but for the thread beside it."""
        if shown is None or shown.room.id != place.room_id or place.message_id is not None:
            return False
        return place.root_id is not None or self._view is not None

    async def read(self, place: Place) -> OpeningThread | None:
        """Read the thread that a place names, if it names one; says so where that is not possible.

        For a page that is not connected yet, only what there is: a request for an address makes no thread, and the
        page asks again once it is live. Raises `NotSignedIn`.
        """
        if place.root_id is None:
            return None
        try:
            thread_id = await self._thread_below(place.root_id)
            return await self._opening(place, place.root_id, thread_id) if thread_id else None
        except NotSignedIn:
            raise
        except ChatError as error:
            if self._client.has_socket_connection and not self._client.is_deleted:
                with self._client:
                    ui.notify(error.message, type="negative", position="top")
            return None

    async def _thread_below(self, root_id: int) -> int | None:
        """Return the thread below a message, which a live page makes where there is none."""
        known = await self._viewer.read(messages.thread_below, root_id)
        if known or not self._client.has_socket_connection:
            return known
        return (await self._viewer.act(FORMS, messages.open_thread, root_id)).id

    async def _opening(self, place: Place, root_id: int, thread_id: int) -> OpeningThread:
        opening = await Reader(self._viewer).opening(
            thread_id, place.message_id if place.message_id != root_id else None
        )
        if opening.seen.thread is None or opening.seen.thread.room_id != place.room_id:
            raise NotFound("Message not found.")
        return OpeningThread(await self._viewer.read(_root, place.room_id, root_id), opening)

    def show(self, found: OpeningThread | None) -> None:
        """Show a thread where the page is being made, in place of another one; or none."""
        self.close()
        if found is None or found.opening.seen.thread is None:
            return
        opening, place = found.opening, found.opening.seen.thread
        self._panel = ThreadPanel(
            self._viewer.user, opening.seen, found.root, on_follow=self._follow, on_root=self._show_root
        )
        with self._panel:
            self._view = RoomView(
                self._viewer.user,
                opening,
                ViewerThreadActions(self._viewer, opening.seen.room.id, place.room_id),
                on_members=lambda: None,
                words=ThreadWords(place, opening.seen),
                links_begin=self._links_begin,
            )

    def open_once_live(self, place: Place, open_beside: Callable[[], Awaitable[None]]) -> None:
        """Open a thread when the page connects that was not there when its address was asked for."""
        waiting = [open_beside]

        async def open_it() -> None:
            with suppress(NotSignedIn):
                while waiting:  # not again when the page reconnects
                    await waiting.pop()()

        if place.root_id is not None and not self._client.has_socket_connection:
            self._client.on_connect(open_it)

    def close(self) -> None:
        """Show no thread any more."""
        if self._panel and not self._panel.is_deleted:
            self._panel.delete()
        self._panel = self._view = None

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture."""
        if self._panel and self._view:
            self._panel.show_person(user)
            self._view.show_person(user)

    def show_viewer(self, viewer: UserItem) -> None:
        """Show the viewer's name on what is pending."""
        if self._view:
            self._view.show_viewer(viewer)

    async def refresh(self) -> None:
        """Read once more what there is to know of the thread."""
        panel, view = self._panel, self._view
        if panel is None or view is None:
            return
        with suppress(NotSignedIn, NotFound):  # lost with its room, which says so
            seen: SeenRoom = await self._viewer.read(rooms.seen_room, view.room.id)
            if view is self._view and seen != view.seen and not self._client.is_deleted:
                with self._client:
                    view.show_room(seen)
                    panel.show_room(seen)

    async def _follow(self, is_followed: bool) -> None:
        if self._view and self._view.seen.thread:
            command = messages.follow_thread if is_followed else messages.unfollow_thread
            await self._viewer.act(FORMS, command, self._view.seen.thread.root_id)
            await self.refresh()

    async def _show_root(self) -> None:
        panel, view = self._panel, self._view
        if panel is None or view is None or view.seen.thread is None:
            return
        with suppress(NotSignedIn, NotFound):
            root = await self._viewer.read(_root, view.seen.thread.room_id, view.seen.thread.root_id)
            if panel is self._panel and not self._client.is_deleted:
                panel.show_root(root)


def _root(actor: UserItem, room_id: int, root_id: int) -> MessageItem:
    for message in messages.messages_after(actor, room_id, root_id - 1, 1).messages:
        if message.id == root_id:
            return message
    raise NotFound("This message has been deleted.")
