"""What a viewer can do in one room, for `RoomView`."""

# ruff: noqa: D102 (the methods are described by `RoomActions`)

from chat import messages
from chat.elements.stream import Changes
from chat.messages.items import MessageItem, MessagePage
from chat.rooms.events import room_topic
from chat.web.components.room_view.actions import RoomActions
from chat.web.pages.rooms.reading import Reader
from chat.web.server.limits import EDITING, REACTING, SENDING, TYPING
from chat.web.viewer import Viewer


class ViewerRoomActions(RoomActions):
    """Each looks up the viewer, takes from a limit of theirs and calls a command or a query."""

    def __init__(self, viewer: Viewer, room_id: int) -> None:
        self._viewer, self._room_id = viewer, room_id
        self._reader = Reader(viewer)
        self.topic = room_topic(room_id)

    async def send(self, body: object, client_id: object) -> None:
        await self._viewer.act(SENDING, messages.send_message, self._room_id, body, client_id)

    async def edit(self, message_id: int, body: str) -> None:
        await self._viewer.act(EDITING, messages.edit_message, message_id, body)

    async def delete(self, message_id: int) -> None:
        await self._viewer.act(EDITING, messages.delete_message, message_id)

    async def react(self, message_id: int, emoji: str, *, on: bool) -> None:
        await self._viewer.act(REACTING, messages.react, message_id, emoji, on=on)

    async def notify_typing(self) -> None:
        await self._viewer.act(TYPING, messages.notify_typing, self._room_id)

    async def older(self, before_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_before, self._room_id, before_id)

    async def newer(self, after_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_after, self._room_id, after_id)

    async def changes(self, revision: int | None) -> Changes[MessageItem]:
        return await self._reader.changes(self._room_id, revision)
