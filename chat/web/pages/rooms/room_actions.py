"""What a viewer can do in one room, for `RoomView`."""

# ruff: noqa: D102 (the methods are described by `RoomActions`)

from collections.abc import Awaitable, Callable, Mapping

from chat import messages
from chat.accounts.items import UserItem
from chat.elements.stream import Changes
from chat.errors import NotFound
from chat.messages.items import MessageItem, MessagePage
from chat.rooms.events import room_topic
from chat.web.components.room_view.actions import RoomActions
from chat.web.pages.rooms.reading import Reader
from chat.web.server.limits import EDITING, REACTING, SAVING, SENDING, TYPING
from chat.web.server.throttle import Throttle
from chat.web.viewer import Viewer

Command = Callable[[UserItem, int, Mapping[str, str]], Awaitable[object]]
"""Takes the actor, the message's id, and what the browser sent with it."""

MESSAGE_ACTIONS: dict[str, tuple[Throttle, Command]] = {
    "edit": (EDITING, lambda actor, key, args: messages.edit_message(actor, key, args.get("body", ""))),
    "delete": (EDITING, lambda actor, key, _: messages.delete_message(actor, key)),
    "react": (
        REACTING,
        lambda actor, key, args: messages.react(actor, key, args.get("emoji", ""), on=args.get("on") == "true"),
    ),
    "save": (SAVING, lambda actor, key, _: messages.save_message(actor, key)),
}
"""What buttons on a message do, each within a limit; message_toolbar.js has the buttons."""


class ViewerRoomActions(RoomActions):
    """Commands look up the viewer and count against a limit of theirs; reads wait for their turn."""

    def __init__(self, viewer: Viewer, room_id: int) -> None:
        self._viewer, self._room_id = viewer, room_id
        self._reader = Reader(viewer)
        self.topic = room_topic(room_id)

    async def send(self, body: object, client_id: object) -> None:
        await self._viewer.act(SENDING, messages.send_message, self._room_id, body, client_id)

    async def act_on(self, message_id: int, action: str, args: Mapping[str, str]) -> None:
        if action not in MESSAGE_ACTIONS:
            raise NotFound("This is not possible here. Please reload the page.")
        limit, command = MESSAGE_ACTIONS[action]
        await self._viewer.act(limit, command, message_id, args)

    async def notify_typing(self, *, is_typing: bool) -> None:
        await self._viewer.act(TYPING, messages.notify_typing, self._room_id, is_typing=is_typing)

    async def older(self, before_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_before, self._room_id, before_id)

    async def newer(self, after_id: int) -> MessagePage:
        return await self._reader.page(messages.messages_after, self._room_id, after_id)

    async def changes(self, revision: int | None) -> Changes[MessageItem]:
        return await self._reader.changes(self._room_id, revision)
