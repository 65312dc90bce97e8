"""The app around pages without a socket: the sidebar beside them; on a phone a way back above them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import StatusItem, UserItem
from chat.errors import ChatError
from chat.rooms.items import OwnRoomItem, UnreadItem
from chat.storage.database import database
from chat.web import auth
from chat.web.components.shared.templates import render
from chat.web.pages import forms
from chat.web.presence import presence
from chat.web.server.limits import CATCHING_UP, READING

PATH = "/sidebar"
"""What the scripts of such pages ask for now and then."""


@dataclass(frozen=True, slots=True)
class News:
    """How much is unread in a room, and how much of it means its viewer, as it is shown; "" where nothing is.

    `state` is whether the other one in direct messages is there, and `status` how they are.
    """

    unread: str = ""
    mentions: str = ""
    is_muted: bool = False
    state: str = ""
    status: StatusItem | None = None


Links = Sequence[tuple[OwnRoomItem, News]]
"""Rooms, each with what is new in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose sidebar it is, and their rooms by section."""

    viewer: UserItem
    starred: Links
    named: Links
    direct: Links

    @property
    def sections(self) -> tuple[tuple[str, str, Links, str, str], ...]:
        """Return each section's key, name and rooms, and what adds to it: where that is, and what it is called."""
        return (
            ("starred", "Starred", self.starred, "", ""),
            ("rooms", "Rooms", self.named, "/rooms/new", "New room"),
            ("direct", "Direct messages", self.direct, "/messages/new", "New message"),
        )


def register() -> None:
    """Add the route."""
    app.get(PATH)(show_rooms)


async def show_rooms(request: Request, active: str = "") -> Response:
    """Send the list of rooms as it is now, or 304 where a page has it.

    To ask is no sign of life of a session; of somebody it is where the page says that they do something there.
    """
    actor = (await auth.look_up(request)).user
    async with READING.turn(str(actor.id), CATCHING_UP):
        around = await frame(actor, is_there=bool(active))
        html = await asyncio.to_thread(render, "frame_rooms.html", frame=around)
    tag = f'"{sha256(html.encode()).hexdigest()[:24]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(html, media_type="text/html", headers={"ETag": tag})


async def frame(actor: UserItem, *, is_there: bool = True) -> Frame:
    """Read somebody's sidebar; whoever asks for a page is there."""
    asked_at = presence.switches
    read, is_hidden = await database.read(_read, actor)
    if is_there:
        presence.visit(actor.id, is_hidden=is_hidden, asked_at=asked_at)
    return read


async def framed(actor: UserItem, template: str, /, *, error: ChatError | None = None, **values: Any) -> Response:
    """Render a page inside the app, beside somebody's sidebar; nobody else waits for it to be drawn.

    Args:
        actor: whose sidebar it is
        template: of the page, which extends `account_layout.html`
        error: shown on the page, whose status it sets
        **values: for the template
    """
    return await asyncio.to_thread(forms.page, template, error=error, frame=await frame(actor), **values)


def _read(actor: UserItem) -> tuple[Frame, bool]:
    listed, unread = rooms.room_list(actor), {item.room_id: item for item in rooms.unread(actor)}
    statuses = accounts.statuses({own.people[0].id for own in listed.rooms if len(own.people) == 1})

    def links(owned: Sequence[OwnRoomItem]) -> Links:
        return [(own, _news(own, unread.get(own.id), statuses)) for own in owned]

    sidebar = Frame(actor, links(listed.starred), links(listed.named.rooms), links(listed.direct))
    return sidebar, accounts.hides_presence(actor.id)


def _news(own: OwnRoomItem, item: UnreadItem | None, statuses: Mapping[int, StatusItem]) -> News:
    state = presence.state_of(own.people[0].id) if own.people else ""
    status = statuses.get(own.people[0].id) if own.people else None
    if item is None:
        return News(state=state, status=status)
    mentions = item.count if own.room.kind == "direct" else item.mentions  # as unread_rooms.js does
    return News(_shown(item.count), _shown(mentions), item.level == "nothing", state, status)


def _shown(count: int) -> str:
    if count > rooms.MAX_COUNT:
        return f"{rooms.MAX_COUNT}+"
    return str(count) if count else ""
