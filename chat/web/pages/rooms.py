"""`/rooms` and `/rooms/{id}`: one page that switches rooms without a reload."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, background_tasks, ui

from chat import messages, rooms
from chat.accounts.events import PEOPLE, PersonChanged
from chat.accounts.items import Identity
from chat.elements.stream import Changes, Row
from chat.errors import NotFound, NotSignedIn
from chat.messages.items import MessagePage
from chat.realtime.bus import bus
from chat.realtime.events import BUS, BusStatusChanged
from chat.rooms.events import ROOMS, RoomsChanged, room_topic
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.web import auth, open_pages
from chat.web.components.layout.layout import Layout
from chat.web.components.room_view.message_column import MessageColumn
from chat.web.components.room_view.writing import Writing
from chat.web.components.shared.assets import head
from chat.web.components.shared.text_direction import isolate
from chat.web.components.sidebar.sidebar import Sidebar, room_rows
from chat.web.pages import page_limit
from chat.web.pages.reading import Reader, drawn_room_list, newest_messages
from chat.web.server.limits import EDITING, REACTING, READING, SENDING, TYPING

T = TypeVar("T")

ROOM_PATH = re.compile(r"/rooms/([0-9]{1,18})/?")


def register() -> None:
    """Add the routes."""
    app.get("/")(lambda: RedirectResponse(auth.HOME))
    options: dict[str, Any] = {
        "title": "StreamChat",
        "dependencies": [Depends(auth.guard), Depends(page_limit.check)],
        "response_timeout": 15,
    }
    ui.page("/rooms", **options)(show)
    ui.page("/rooms/{room_id:path}", **options)(show_room)


async def show(request: Request) -> Response | None:
    """Greet, and invite to pick a room."""
    try:
        await _RoomsPage(request).open(request.url.path)
    except NotSignedIn as error:  # since the guard asked
        return await auth.show_login(request, error)
    return None


async def show_room(request: Request, room_id: str) -> Response | None:  # noqa: ARG001 (the path is read as a whole)
    """Show a room, or that there is none."""
    return await show(request)


class _RoomsPage:
    """One open page: who looks at it, its layout, and the room it shows."""

    def __init__(self, request: Request) -> None:
        self._identity: Identity = request.state.identity
        self._client = ui.context.client
        self._reader = Reader(str(self._identity.user.id), self._read)
        self._opened = 0
        self._layout: Layout | None = None
        self._column: MessageColumn | None = None
        self._room: RoomItem | None = None
        self._changed: set[int] = set()  # rooms that have changed since the one that is shown was read
        self._looks = 0
        open_pages.follow_session(self._client, self._identity.session_id)

    async def open(self, path: str) -> None:
        """Show what a path names, in place of what is shown; the newest call wins.

        Raises `NotSignedIn`, whoever called it: asked after all that is shown was read.
        """
        self._opened += 1
        ticket = self._opened
        room, page, missing = None, None, ""
        layout = await self._ensure_layout()
        self._changed.clear()
        try:
            if path.rstrip("/") != auth.HOME:
                page = await database.read_coalesced(newest_messages, _room_id(path))
                _, room = await self._read(rooms.room, _room_id(path))
        except NotFound as error:
            missing = error.message
        if room is None:
            await self._identify()
        if ticket != self._opened or self._client.is_deleted:
            return
        layout.main.clear()
        self._room, self._column = room, None
        with layout.main:
            if room and page:
                self._show_room(layout, room, page)
            else:
                self._show_greeting(layout, missing)
        if room and room.id in self._changed:
            self._look_again()

    async def _ensure_layout(self) -> Layout:
        if self._layout is None:
            rooms = await database.read_coalesced(drawn_room_list, self._identity.user)
            ui.add_head_html(head("dialogs.css", "reactions.css"))
            user, changes_since = self._identity.user, self._room_list_changes
            sidebar = Sidebar(user, room_rows(rooms), rooms.revision, topic=ROOMS, changes_since=changes_since)
            self._layout = Layout(sidebar, on_navigate=self._navigate, is_degraded=bus.is_degraded)
            self._listen(ROOMS, self._show_rooms)
            self._listen(PEOPLE, self._show_person)
            self._listen(BUS, self._show_bus_status)
        return self._layout

    def _listen(self, topic: str, handler: Callable[[Any], None]) -> None:
        self._client.on_delete(bus.subscribe(topic, handler))

    def _show_rooms(self, event: RoomsChanged) -> None:
        self._changed.add(event.changed.id)
        if self._room and self._room.id == event.changed.id:
            self._look_again()

    async def _room_list_changes(self, revision: int | None) -> Changes[Row]:
        """Read what the sidebar has missed; if it has missed something, so may have the room that is shown."""
        changes = await self._reader.room_list_changes(revision)
        if changes.created or changes.deleted or changes.reset is not None:
            self._look_again()
        return changes

    def _look_again(self) -> None:
        if self._room and not self._client.is_deleted:
            with self._client:
                background_tasks.create(self._show_changes(), name="show a changed room")

    def _show_person(self, event: PersonChanged) -> None:
        if self._client.is_deleted:
            return
        parts = [part for part in (self._layout and self._layout.sidebar, self._column) if part]
        for part in parts if event.user.id == self._identity.user.id else ():
            part.show_viewer(event.user)
        if self._column:
            self._column.show_person(event.user)

    def _show_bus_status(self, event: BusStatusChanged) -> None:
        if self._layout and not self._client.is_deleted:
            self._layout.connection.show(is_degraded=event.is_degraded)
            if not event.is_degraded:  # streams catch up by themselves
                with self._client:
                    background_tasks.create(self._show_changes(), name="catch up after the bus was late")

    async def _navigate(self, path: str) -> None:
        self._opened += 1  # before anything is awaited: the newest click wins, not the one whose answer came last
        ticket = self._opened
        key = str(self._identity.user.id)
        with suppress(NotSignedIn):
            async with READING.queue(key):
                if ticket == self._opened:
                    await READING.pace(key)
                    await self.open(path)

    def _show_greeting(self, layout: Layout, missing: str) -> None:
        self._client.status_code = 404 if missing else 200
        layout.header("Not found" if missing else "Rooms")
        name = self._identity.user.name.split()[0]
        with ui.element("section").classes("greeting"):
            ui.label(missing or f"Welcome, {isolate(name)}").props("role=heading aria-level=2")
            ui.label("Choose a room to start chatting.").classes("greeting-hint wide-only")
            ui.label("Open the room list to start chatting.").classes("greeting-hint phone-only")

    def _show_room(self, layout: Layout, room: RoomItem, page: MessagePage) -> None:
        layout.header(room.name, room)
        self._column = column = MessageColumn(
            self._identity.user,
            room,
            page,
            topic=room_topic(room.id),
            changes_since=lambda revision: self._reader.changes(room.id, revision),
            load_older=lambda before: self._reader.page(messages.messages_before, room.id, before),
            load_newer=lambda after: self._reader.page(messages.messages_after, room.id, after),
            edit=self._edit,
            delete=self._delete,
            react=self._react,
        )
        self._writing = Writing(
            self._identity.user,
            room,
            column,
            send=lambda body, client_id: self._send(room.id, body, client_id),
            notify_typing=lambda: self._notify_typing(room.id),
        )

    async def _show_changes(self) -> None:
        """Show the room as it is now; its messages, and what is being typed, stay as they are.

        The database is asked, since events may come late or in another order; of several looks the newest counts.
        """
        self._looks += 1
        look, shown = self._looks, self._room
        room = None
        with suppress(NotSignedIn):
            _, room = await self._read(rooms.room, shown.id) if shown else (None, None)
        is_overtaken = look != self._looks or shown is not self._room
        if not room or room == shown or is_overtaken or self._client.is_deleted:
            return
        self._room = room
        if self._layout and self._column:
            with self._client:
                self._layout.change_header(room)
                self._column.show_room(room)
                self._writing.show_room(room)

    # ---- every event asks anew who is behind it

    async def _send(self, room_id: int, body: object, client_id: object) -> None:
        author = (await self._identify()).user
        await SENDING.acquire(str(author.id))
        await messages.send_message(author, room_id, body, client_id)

    async def _notify_typing(self, room_id: int) -> None:
        person = (await self._identify()).user
        await TYPING.acquire(str(person.id))
        await messages.notify_typing(person, room_id)

    async def _edit(self, message_id: int, body: str) -> None:
        person = (await self._identify()).user
        await EDITING.acquire(str(person.id))
        await messages.edit_message(person, message_id, body)

    async def _delete(self, message_id: int) -> None:
        person = (await self._identify()).user
        await EDITING.acquire(str(person.id))
        await messages.delete_message(person, message_id)

    async def _react(self, message_id: int, emoji: str, on: bool) -> None:
        person = (await self._identify()).user
        await REACTING.acquire(str(person.id))
        await messages.react(person, message_id, emoji, on=on)

    async def _identify(self) -> Identity:
        return (await self._read(lambda _user: None))[0]

    async def _read(self, query: Callable[..., T], *args: Any) -> tuple[Identity, T]:
        try:
            return await auth.identify_and_read(self._identity, query, *args)
        except NotSignedIn:
            open_pages.end(self._client)
            raise


def _room_id(path: str) -> int:
    match = ROOM_PATH.fullmatch(path)
    if match is None:
        raise NotFound("Room not found.")
    return int(match[1])
