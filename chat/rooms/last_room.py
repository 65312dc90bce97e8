"""Which room somebody comes back to."""

from typing import Any

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer
from chat.rooms.unread import unread
from models import Membership, Room, is_room


def room_to_open(actor: UserItem) -> int | None:
    """Return the room that the actor had open last, of those that they are in; None if they are in no room.

    Whoever has opened none yet comes to one where they are meant, or where there is news, or that new people join.
    """
    mine = (Membership.user == actor.id) & Membership.left_at.is_null() & Membership.hidden_at.is_null()
    columns = (Membership.room, Membership.opened_at, Room.is_default)
    rows: Any = (
        Membership.select(*columns).join(Room).where(mine, is_room(), Room.archived_at.is_null(), is_viewer(actor.id))
    )
    found: list[tuple[int, int | None, bool]] = list(rows.tuples())
    if not found:
        return None
    last = max(found, key=lambda row: (row[1] or 0, row[0]))
    return last[0] if last[1] else _with_news(actor) or min(found, key=lambda row: (not row[2], row[0]))[0]


def _with_news(actor: UserItem) -> int | None:
    news = [item for item in unread(actor) if item.count and item.level != "nothing"]
    return max(news, key=lambda item: (bool(item.mentions), item.newest)).room_id if news else None
