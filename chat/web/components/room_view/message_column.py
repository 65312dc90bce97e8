"""The message column: a stream of messages, with the viewer's actions."""

import logging

from nicegui import ui
from nicegui.element import Element

from chat.accounts.items import UserItem
from chat.elements.stream import Stream
from chat.errors import ChatError
from chat.messages.items import MessagePage
from chat.rooms.items import RoomItem
from chat.text import MAX_BODY, parse_id
from chat.web.components import dialogs, message_list, shared
from chat.web.components.message_list.message import render_message
from chat.web.components.room_view.actions import RoomActions
from chat.web.components.shared.assets import address
from chat.web.components.shared.text_direction import isolate

log = logging.getLogger(__name__)

WINDOW = 300
"""How many rows a browser holds at most, however far somebody scrolls."""

EMPTY = "<p><strong>No messages yet.</strong></p><p>Say hello!</p>"


class MessageColumn(
    Element,
    component="message_column.js",
    dependencies=[message_list.SCRIPTS, dialogs.SCRIPTS, shared.SCRIPTS],
):
    """A room's messages, oldest first, opening at the newest."""

    def __init__(
        self,
        viewer: UserItem,
        room: RoomItem,
        page: MessagePage,
        actions: RoomActions,
    ) -> None:
        """Show a room.

        Args:
            viewer: who looks at it
            room: the room
            page: its newest messages
            actions: what the viewer can do in it
        """
        super().__init__()
        self._actions = actions
        self._props.update({"me": str(viewer.id), "max-length": MAX_BODY, "archived": bool(room.archived_at)})
        self._props["label"] = _label(room)
        self._props["emoji"] = address("emoji.json")
        self.show_viewer(viewer)
        with self:
            self.stream = Stream(
                "messages",
                render=render_message,
                items=page.messages,
                limit=-WINDOW,
                empty=EMPTY,
                topic=actions.topic,
                revision=page.revision,
                changes_since=actions.changes,
                on_top=self._prepend_older,
                on_bottom=self._append_newer,
                on_action=self._act,
            )
            self.stream.props("role=log tabindex=0")
            self.stream.props["aria-label"] = _label(room)
            with self.stream.add_slot("start"):
                self._start = ui.label(_beginning(room)).classes("room-start")

    def show_viewer(self, viewer: UserItem) -> None:
        """Offer what the viewer may do to other people's messages."""
        self._props["moderates"] = viewer.is_administrator

    def show_room(self, room: RoomItem) -> None:
        """Call the room by its new name, and offer what may be done in it."""
        self._start.set_text(_beginning(room))
        self._props.update({"label": _label(room), "archived": bool(room.archived_at)})

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture on the rows that are there."""
        self._call("showPerson", str(user.id), user.name, user.avatar or "")

    async def _prepend_older(self, first_key: str) -> bool:
        page = await self._actions.older(parse_id(first_key))
        self.stream.prepend(*page.messages, limit=WINDOW, revision=page.revision)
        return page.more

    async def _append_newer(self, last_key: str) -> bool:
        page = await self._actions.newer(parse_id(last_key))
        self.stream.append(*page.messages, limit=-WINDOW, revision=page.revision)
        return page.more

    async def _act(self, action: str, key: str, args: dict[str, str]) -> None:
        try:
            if action == "edit":
                await self._actions.edit(parse_id(key), args.get("body", ""))
                self._call("saved", key)
            elif action == "delete":
                await self._actions.delete(parse_id(key))
            elif action == "react":
                await self._actions.react(parse_id(key), args.get("emoji", ""), on=args.get("on") == "true")
        except ChatError as error:
            self._call("refused", key, error.message)
        except Exception:
            self._call("refused", key, "Something went wrong on our side. Please try again.")
            raise

    def _call(self, method: str, *args: str) -> None:
        if not self.is_deleted:
            self.run_method(method, *args)


def _label(room: RoomItem) -> str:
    return f"Messages in {isolate(room.name)}"


def _beginning(room: RoomItem) -> str:
    return f"This is the beginning of #{isolate(room.name)}."
