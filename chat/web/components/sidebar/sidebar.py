"""Somebody's list of rooms: a stream in sections, which asks for what has changed when it hears that something has."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.elements.browser_call import call
from chat.elements.stream import Drawn, Row, Stream, row
from chat.errors import ChatError
from chat.notifications.items import NoticeItem
from chat.rooms.items import Level, NamedRooms, OwnRoomItem, RoomList, UnreadItem, UnreadThreads
from chat.text import parse_id
from chat.web.components import dialogs, notifications, outbox, shared
from chat.web.components.shared.team import team
from chat.web.components.shared.templates import render, render_once, template
from chat.web.components.sidebar.actions import SidebarActions

_room_link = template("sidebar/room_link.html")

MAX_ASKED = 20
"""Messages that a page asks for at a time, to notify of them."""

PHONE_WIDTH = 720
"""Pixels below which it is a drawer that can be opened."""

MAX_PREVIEWS = 100
"""Of how many rooms a browser may ask for the last message at once; for more, it asks for all."""

STARRED, ROOMS, DIRECT = "0", "1", "2"
"""What the rows of a section are sorted by first; its heading has nothing more, so it stands before them."""

NAMED_FIRST = ("1", "2")
"""Among starred rooms those with names come first, and then direct ones."""

LAST = 10**18
"""More than any id of a message: newer ones come first."""


def _heading(section: str, order: str, name: str, link: str = "", adds: str = "") -> Row:
    html = render("sidebar/section.html", section=section, order=order, name=name, link=link, adds=adds)
    return row(f"section-{section}", html)


STARRED_HEADING = _heading("starred", STARRED, "Starred")
ROOMS_HEADING = _heading("rooms", ROOMS, "Rooms", "/rooms/new", "New room")
DIRECT_HEADING = _heading("direct", DIRECT, "Direct messages", "/messages/new", "New message")


class Sidebar(
    Element,
    component="sidebar.js",
    dependencies=[
        *("current_room.js", "unread_rooms.js", "room_badges.js", "sections.js", "room_filter.js"),
        *("room_keys.js", "row_menu.js", "room_levels.js", "room_previews.js", "room_drafts.js", "room_names.js"),
        *("sidebar_edge.js", "teller.js", "unread_threads.js"),
        *(part.SCRIPTS for part in (outbox, dialogs, notifications, shared)),
    ],
):
    """Navigation among rooms, and who I am; navigation.js marks the current room.

    One element with all that never changes: each costs the server 1.8 kB for as long as the page is open.
    """

    def __init__(
        self, viewer: UserItem, rooms: Drawn, revision: int, unread: Sequence[UnreadItem], actions: SidebarActions
    ) -> None:
        """Show a list of rooms.

        Args:
            viewer: who looks at it
            rooms: the rooms, as drawn for the viewer
            revision: of that list
            unread: what is unread in them
            actions: what the viewer can do in it
        """
        with ui.context.client.layout as layout:
            super().__init__()
        self.move(target_index=0)
        layout.props('view="hhh Lpr fff"')
        self._props.update(
            {
                "me": str(viewer.id),
                "more": render_once("sidebar/links.html", is_plain=False),
                "breakpoint": PHONE_WIDTH,
                "unread": _unread_rows(unread),
            }
        )
        self.show_team()
        self.show_viewer(viewer)
        self._actions = actions
        self._listen()
        with self:
            self._make_stream(rooms, revision)

    def _listen(self) -> None:
        self.on("read", self._handle_read)
        self.on("unread", self._handle_unread)
        self.on("level", self._handle_level)
        self.on("notice", self._handle_notice)
        self.on("recount", self._handle_recount)
        self.on("threads", lambda _: self._actions.count_threads())
        self.on("previews", self._handle_previews)
        self.on("star", self._handle_star)

    def _make_stream(self, rooms: Drawn, revision: int) -> None:
        Stream[Row](
            "rooms",
            render=itemgetter(1),
            key=itemgetter(0),
            items=rooms,
            scroll=False,
            is_sorted=True,
            topic=self._actions.topic,
            revision=revision,
            changes_since=self._actions.room_list_changes,
        )

    def _to_dict(self) -> dict[str, Any]:
        data = super()._to_dict()
        data["props"] = dict(self._props)
        with self._props.suspend_updates():
            self._props["unread"] = None  # sent, as a stream's rows are: the browser goes on counting
        return data

    def show_unread(self, unread: Sequence[UnreadItem], *, is_all: bool) -> None:
        """Show what is unread in some rooms, or in all of them."""
        call(self, "showUnread", _unread_rows(unread), is_all)  # at each of one's own messages: not by `run_method`

    def show_threads(self, threads: UnreadThreads) -> None:
        """Show in how many threads there is something new."""
        self.run_method("showThreads", threads.count, threads.mentions)

    async def _handle_read(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"room": str(room), "message": str(message)}:
                await self._actions.mark_read(parse_id(room), parse_id(message))
            case {"all": True}:
                await self._actions.mark_all_read()

    async def _handle_recount(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"room": str(room)}:
                await self._actions.recount(parse_id(room))
            case _:
                await self._actions.recount()

    async def _handle_unread(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"room": str(room), "message": str(message)}:
                await self._actions.mark_unread(parse_id(room), parse_id(message))

    async def _handle_star(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"room": str(room), "on": bool(is_starred)}:
                try:
                    await self._actions.star(parse_id(room), is_starred=is_starred)
                except ChatError as error:
                    ui.notify(error.message, type="negative", position="top")

    async def _handle_previews(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"rooms": list(rooms)}:
                await self._show_previews([parse_id(room) for room in rooms[:MAX_PREVIEWS]])
            case {"rooms": None}:
                await self._show_previews(None)

    async def _show_previews(self, room_ids: Collection[int] | None) -> None:
        found = await self._actions.last_messages(room_ids)
        rows = [(last.room_id, last.author_id, last.author, last.text, last.created_at) for last in found]
        if not self.is_deleted:
            self.run_method("showPreviews", rows)

    def show_notices(self, notices: Sequence[NoticeItem]) -> None:
        """Notify of messages, unless nobody wants that any more."""
        keys = [{"room": n.room_id, "message": n.message_id, "title": n.title, "text": n.text} for n in notices]
        self.run_method("showNotices", keys)

    async def _handle_notice(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"messages": [*ids], "looking": bool(is_looking)}:
                wanted = [id_ for id_ in ids[:MAX_ASKED] if isinstance(id_, int)]
                await self._actions.tell(wanted, is_looking=is_looking)

    def show_level(self, room_id: int, level: Level) -> None:
        """Show of what in a room the viewer wants to be told."""
        self.run_method("showLevel", room_id, level)

    async def _handle_level(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"room": str(room), "level": str(level)}:
                await self._actions.set_level(parse_id(room), level)

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture in the names of direct rooms."""
        self.run_method("showPerson", user.id, user.name, user.avatar or "")

    def show_team(self) -> None:
        """Show the team's name and logo."""
        self._props["brand"] = render_once("shared/brand.html", of=team.item)

    def show_viewer(self, viewer: UserItem) -> None:
        """Show who looks at it, and where they may go."""
        self._props["account"] = render("sidebar/account.html", viewer=viewer, is_plain=False)


def _unread_rows(unread: Sequence[UnreadItem]) -> list[tuple[int, int, int, int, int, int, str]]:
    return [
        (item.room_id, item.count, item.read_id, item.newest, item.revision, item.mentions, item.level[0])
        for item in unread
    ]


def room_rows(rooms: RoomList) -> Drawn:
    """Draw somebody's rooms as a stream's rows, below their headings."""
    starred = (STARRED_HEADING, *map(room_row, rooms.starred))
    return Drawn((*starred, ROOMS_HEADING, *_drawn(rooms.named), DIRECT_HEADING, *map(room_row, rooms.direct)))


@lru_cache(maxsize=64)
def _drawn(rooms: NamedRooms) -> tuple[Row, ...]:
    """Draw rooms with names, once for all who have the same ones."""
    return tuple(map(room_row, rooms.rooms))


@lru_cache(maxsize=4096)
def room_row(own: OwnRoomItem) -> Row:
    """Draw a room as a stream's row."""
    return row(own.id, render_room_link(own))


def render_room_link(own: OwnRoomItem) -> str:
    """Draw a room as a link, with what it is sorted by: as in `rooms.room_list`."""
    is_direct = own.room.kind == "direct"
    section = (DIRECT if is_direct else ROOMS) if not own.is_starred else STARRED + NAMED_FIRST[is_direct]
    order = f"{section}{LAST - own.newest:019}" if is_direct else f"{section}{own.name.casefold()}"
    return _room_link.render(own=own, order=order, news=None)
