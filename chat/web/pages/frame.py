"""The app around pages without a socket: the sidebar beside them; on a phone a way back above them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.rooms.items import OwnRoomItem, UnreadItem
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.presence import presence


@dataclass(frozen=True, slots=True)
class News:
    """How much is unread in a room, and how much of it means its viewer, as it is shown; "" where nothing is."""

    unread: str = ""
    mentions: str = ""
    is_muted: bool = False


Links = Sequence[tuple[OwnRoomItem, News]]
"""Rooms, each with what is new in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose sidebar it is, and their rooms by section."""

    viewer: UserItem
    starred: Links
    named: Links
    direct: Links


async def frame(actor: UserItem) -> Frame:
    """Read somebody's sidebar; whoever looks at it is there."""
    asked_at = presence.switches
    read, is_hidden = await database.read(_read, actor)
    presence.visit(actor.id, is_hidden=is_hidden, asked_at=asked_at)
    return read


async def framed(
    actor: UserItem, template: str, /, *, error: ChatError | None = None, has_cards: bool = False, **values: Any
) -> Response:
    """Render a page inside the app, beside somebody's sidebar; nobody else waits for it to be drawn.

    Args:
        actor: whose sidebar it is
        template: of the page, which extends `account_layout.html`
        error: shown on the page, whose status it sets
        has_cards: whether people's cards open in front of the page
        **values: for the template
    """
    page = forms.page_with_cards if has_cards else forms.page
    return await asyncio.to_thread(page, template, error=error, frame=await frame(actor), **values)


def _read(actor: UserItem) -> tuple[Frame, bool]:
    listed, news = rooms.room_list(actor), {item.room_id: _news(item) for item in rooms.unread(actor)}

    def links(owned: Sequence[OwnRoomItem]) -> Links:
        return [(own, news.get(own.id, News())) for own in owned]

    sidebar = Frame(actor, links(listed.starred), links(listed.named.rooms), links(listed.direct))
    return sidebar, accounts.hides_presence(actor.id)


def _news(item: UnreadItem) -> News:
    return News(_shown(item.count), _shown(item.mentions), item.level == "nothing")


def _shown(count: int) -> str:
    if count > rooms.MAX_COUNT:
        return f"{rooms.MAX_COUNT}+"
    return str(count) if count else ""
