"""One open room: its messages and the box to write in; the browser's side is room_view.js."""

from asyncio import Lock
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.elements.stream import Changes, Stream
from chat.errors import ChatError
from chat.live.registry import plugin_kinds
from chat.messages.items import MessageItem
from chat.rooms.items import FirstUnread, RoomItem, SeenRoom
from chat.text import MAX_BODY, parse_id
from chat.web.components import attaching, composer, dialogs, message_list, notifications, outbox, shared
from chat.web.components.layout.layout import Header
from chat.web.components.message_list.formatted import with_controls
from chat.web.components.message_list.message import render_message
from chat.web.components.room_view.actions import RoomActions
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.words import RoomWords
from chat.web.components.shared.assets import address

WINDOW = 300
"""How many rows a browser holds at most, however far somebody scrolls."""

ROOM_WORDS = RoomWords()


class RoomView(
    Element,
    component="room_view.js",
    dependencies=[
        *("reading.js", "new_messages.js", "new_messages_bar.js", "day_line.js", "room_foot.js", "row_actions.js"),
        "members_changed.js",
        *("room_pins.js", "room_news.js", "room_waiting.js"),
        composer.VENDORED,
        message_list.VENDORED,
        *(part.SCRIPTS for part in (attaching, composer, dialogs, message_list, notifications, outbox, shared)),
    ],
):
    """Shows a room where it is created; knows nothing of the page around it, nor how things are done.

    There may be several on a page, each with words of its own: its ids come from there.
    One element besides the stream: each costs the server 1.8 kB for as long as the page is open.
    """

    def __init__(
        self,
        viewer: UserItem,
        opening: Opening,
        actions: RoomActions,
        *,
        on_members: Callable[[], object],
        header: Header | None = None,
        words: RoomWords = ROOM_WORDS,
        links_begin: str = "",
    ) -> None:
        """Show a room.

        Args:
            viewer: who looks at it
            opening: the room, some of its messages, and what of them is new to the viewer
            actions: what the viewer can do in it
            on_members: is called when somebody may have come in or left, to show the room anew
            header: what stands above it, if it changes with the room
            words: what its parts are called
            links_begin: what links to its messages begin with, where it is not the address that was asked
        """
        super().__init__()
        self.seen = opening.seen
        self._header, self._actions, self._words = header, actions, words
        self._typing_order = Lock()
        self._props.update(self._first_props(viewer, opening, links_begin))
        self.show_viewer(viewer)
        self.on("members", lambda _: on_members())
        self._listen()
        with self:
            empty = words.empty if opening.page.messages else words.hints(opening.seen, viewer)
            self.stream = self._make_stream(opening, empty)

    def _first_props(self, viewer: UserItem, opening: Opening, links_begin: str) -> dict[str, Any]:
        return {
            "me": str(viewer.id),
            "room": str(self.room.id),
            **self._words.props,
            "max-length": MAX_BODY,
            "emoji": address("emoji.json"),
            "kinds": [{"name": kind.name, "takes": kind.usage, "does": kind.label} for kind in plugin_kinds()],
            "news": _news(opening.first),
            "links-begin": links_begin,
            "pins": [str(id_) for id_ in opening.pins],
            "linked": opening.linked and str(opening.linked),
            **self._room_props(),
        }

    def _listen(self) -> None:
        self.on("typing", self._handle_typing)
        self.on("join", self._handle_join)
        self.on("complete", self._handle_complete)
        self.on("preview", self._handle_preview)
        self.on("command", self._handle_command)
        self.on("add", self._handle_add)
        self.on("pins", self._handle_pins)

    @property
    def room(self) -> RoomItem:
        """The room that is shown."""
        return self.seen.room

    def show_viewer(self, viewer: UserItem) -> None:
        """Show the viewer's name on what is pending."""
        self._props["name"] = viewer.name

    def show_room(self, seen: SeenRoom) -> None:
        """Show the room as it is now; its messages, and what is being typed, stay as they are."""
        self.seen = seen
        if self._header:
            self._header.show_room(seen)
        self._start.set_text(self._beginning())
        self._props.update(self._room_props())

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture on the rows that are there."""
        if not self.is_deleted:
            self.run_method("showPerson", str(user.id), user.name, user.avatar or "")

    def _make_stream(self, opening: Opening, empty: str) -> Stream[MessageItem]:
        page = opening.page
        stream = Stream(
            self._words.list_name,
            render=render_message,
            items=page.messages,
            limit=-WINDOW,
            empty=empty,
            topic=self._actions.topic,
            revision=page.revision,
            changes_since=self._actions.changes,
            on_top=self._prepend_older,
            on_bottom=self._append_newer,
            opens_at=opening.at,
            has_last=opening.has_newest,
            around=self._load_around,
        )
        stream.props("role=log tabindex=0")
        stream.props["aria-label"] = self._words.label(self.room)
        with stream.add_slot("start"):
            self._start = ui.label(self._beginning()).classes("room-start")
        return stream

    def _beginning(self) -> str:
        """Say what stands above the first message; where older ones go, that they do."""
        return self.seen.retention or self._words.beginning(self.room)

    def _room_props(self) -> dict[str, str | bool | int]:
        seen, room = self.seen, self.room
        return {
            "label": self._words.label(room),
            "placeholder": self._words.placeholder(room),
            "read-only": seen.refusal,
            "can-join": not seen.is_member,
            "moderates": seen.may_manage,
            "members": seen.members,
            "can-add": seen.may_manage or (seen.is_member and room.kind == "open"),
        }

    async def _prepend_older(self, first_key: str) -> bool:
        page = await self._actions.older(parse_id(first_key))
        self.stream.prepend(*page.messages, limit=WINDOW, revision=page.revision)
        return page.more

    async def _append_newer(self, last_key: str) -> bool:
        page = await self._actions.newer(parse_id(last_key))
        self.stream.append(*page.messages, limit=-WINDOW, revision=page.revision)
        return page.more

    async def _load_around(self, key: str) -> Changes[MessageItem]:
        page = await self._actions.around(parse_id(key))
        return Changes(page.revision, reset=page.messages)

    async def _handle_join(self) -> None:
        try:
            await self._actions.join()
        except ChatError as error:
            ui.notify(error.message, type="negative", position="top")

    async def _handle_add(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"person": str(person)}:
                try:
                    await self._actions.add(parse_id(person))
                except ChatError as error:
                    ui.notify(error.message, type="negative", position="top")

    async def _handle_pins(self) -> None:
        with suppress(ChatError):
            pins = await self._actions.pins()
            if not self.is_deleted:
                self.run_method("pinsRead", [str(id_) for id_ in pins])

    async def _handle_complete(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"kind": str(kind), "text": str(text)}:
                with suppress(ChatError):  # the box is there to type the whole name in
                    found, has_more = await self._actions.complete(kind, text)
                    if not self.is_deleted:
                        self.run_method("completed", kind, text, found, has_more)

    async def _handle_preview(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"number": int(number), "text": str(text)}:
                try:
                    shown = await self._actions.preview(text)
                    answer = (number, str(with_controls(shown.html)), shown.is_formatted, "")
                except ChatError as error:
                    answer = (number, "", False, error.message)
                if not self.is_deleted:
                    self.run_method("previewed", *answer)

    async def _handle_command(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"name": str(name), "text": str() as given} | {"name": str(name), "form": dict() as given}:
                try:
                    answer = await self._actions.command(name, given), True
                except ChatError as error:
                    answer = error.message, False
                if not self.is_deleted:
                    self.run_method("commanded", *answer)

    async def _handle_typing(self, event: GenericEventArguments) -> None:
        async with self._typing_order:  # that somebody has stopped must not overtake that they began
            with suppress(ChatError):  # a courtesy: whoever types too fast for it, or in vain, need not know
                await self._actions.notify_typing(is_typing=event.args != {"is_typing": False})


def _news(first: FirstUnread | None) -> dict[str, int] | None:
    return None if first is None else {"first": first.message_id, "count": first.count, "newest": first.newest}
