"""What a viewer can do in one room, for `RoomView`."""

# ruff: noqa: D102 (the methods are described by `RoomActions`)

from chat import messages, rooms
from chat.elements.stream import Changes
from chat.messages.items import DrawnText, MessageItem, MessagePage
from chat.rooms.events import room_topic
from chat.web.components.room_view.actions import Completion, Form, RoomActions
from chat.web.pages.rooms.reading import Reader
from chat.web.pages.rooms.slash_commands import run_command
from chat.web.server.limits import FORMS, TYPING
from chat.web.viewer import Viewer


class ViewerRoomActions(RoomActions):
    """Typing and joining count against limits of the viewer's; reads wait for their turn."""

    def __init__(self, viewer: Viewer, room_id: int) -> None:
        self._viewer, self._room_id = viewer, room_id
        self._reader = Reader(viewer)
        self.topic = room_topic(room_id)

    async def join(self) -> None:
        await self._viewer.act(FORMS, rooms.join_room, self._room_id)

    async def add(self, person_id: int) -> None:
        await self._viewer.act(FORMS, rooms.add_member, self._room_id, person_id)

    async def notify_typing(self, *, is_typing: bool) -> None:
        await self._viewer.act(TYPING, messages.notify_typing, self._room_id, is_typing=is_typing)

    async def complete(self, kind: str, text: str) -> tuple[list[Completion], bool]:
        return await self._reader.completions(kind, self._room_id, text)

    async def preview(self, text: str) -> DrawnText:
        return await self._reader.preview(self._room_id, text)

    async def command(self, name: str, given: str | Form) -> str | Form:
        return await run_command(self._viewer, self._room_id, name, given)

    async def pins(self) -> tuple[int, ...]:
        return await self._viewer.read(messages.rows_with_pins, self._room_id)

    async def older(self, before_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_before, self._room_id, before_id)

    async def newer(self, after_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_after, self._room_id, after_id)

    async def around(self, message_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_around, self._room_id, message_id)

    async def changes(self, revision: int | None) -> Changes[MessageItem]:
        return await self._reader.changes(self._room_id, revision)
