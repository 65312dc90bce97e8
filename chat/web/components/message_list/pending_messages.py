"""Pending messages: sent and not yet acknowledged."""

from collections.abc import Awaitable, Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.errors import ChatError, TooMany, Unavailable
from chat.rooms.items import RoomItem
from chat.web.components import message_list

Send = Callable[[object, object], Awaitable[object]]


class PendingMessages(Element, component="pending_messages.js", dependencies=[message_list.SCRIPTS]):
    """Pending and failed messages of one person in one room; put it inside the room's stream."""

    def __init__(self, author: UserItem, room: RoomItem, *, send: Send) -> None:
        """Show what is pending.

        Args:
            author: who writes
            room: where
            send: stores (body, client id), both as a browser sent them, raising `ChatError`
        """
        super().__init__()
        self._send = send
        self._props.update({"me": str(author.id), "name": author.name, "room": str(room.id)})
        self.on("send", self._handle_send)

    async def _handle_send(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"client_id": str(client_id), "body": body}:
                try:
                    await self._send(body, client_id)
                except (TooMany, Unavailable) as error:
                    self._call("postponed", client_id, error.retry_after)
                except ChatError as error:
                    self._call("refused", client_id, error.message)
                except Exception:
                    self._call("refused", client_id, "Something went wrong on our side.")
                    raise
                else:
                    self._call("acknowledged", client_id)

    def _call(self, method: str, *args: str | int) -> None:
        if not self.is_deleted:
            self.run_method(method, *args)
