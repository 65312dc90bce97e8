"""The app around settings and administration: the sidebar, as it is when the page is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from chat import rooms
from chat.accounts.items import UserItem
from chat.rooms.items import OwnRoomItem, UnreadItem
from chat.storage.database import database


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
    """Read somebody's sidebar."""
    return await database.read(_read, actor)


def _read(actor: UserItem) -> Frame:
    listed, news = rooms.room_list(actor), {item.room_id: _news(item) for item in rooms.unread(actor)}

    def links(owned: Sequence[OwnRoomItem]) -> Links:
        return [(own, news.get(own.id, News())) for own in owned]

    return Frame(actor, links(listed.starred), links(listed.named.rooms), links(listed.direct))


def _news(item: UnreadItem) -> News:
    return News(_shown(item.count), _shown(item.mentions), item.level == "nothing")


def _shown(count: int) -> str:
    if count > rooms.MAX_COUNT:
        return f"{rooms.MAX_COUNT}+"
    return str(count) if count else ""
