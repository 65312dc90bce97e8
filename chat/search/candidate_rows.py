"""The rows of candidates, as far as somebody may see them at the moment of asking."""

from collections.abc import Sequence
from typing import Any

import peewee
from peewee import SQL, NodeList, fn

from chat.accounts import only_room
from chat.accounts.items import UserItem
from chat.rooms import visible_to_person
from chat.search.conditions import Row
from chat.storage.prepared import Prepared
from models import Message, Room, db


def candidate_rows(actor: UserItem, ids: Sequence[int]) -> list[Row]:
    """Return the rows with these ids that are there for the actor, newest first."""
    given = list(ids) if _takes_arrays() else f"[{','.join(map(str, ids))}]"
    found = [Row(id_, room, above or room, *rest) for id_, room, above, *rest in _rows.rows(given, actor.id)]
    if only := only_room(actor):
        found = [row for row in found if only in (row.room_id, row.home_id)]
    return sorted(found, key=lambda row: -row.id)


@Prepared
def _rows(ids: Any, user_id: Any) -> Any:
    columns = (Message.id, Message.room, Room.parent, Message.author, Message.created_at, Message.body)
    listed = NodeList((SQL("(SELECT value FROM json_each("), ids, SQL("))")))
    is_one = Message.id == fn.ANY(ids) if _takes_arrays() else Message.id.in_(listed)
    there: Any = Message.select(*columns).join(Room)
    return there.where(is_one, visible_to_person(user_id), Message.deleted_at.is_null())


def _takes_arrays() -> bool:
    """Whether the database takes a list of numbers as an array, as PostgreSQL does, or as JSON."""
    return not isinstance(db.obj, peewee.SqliteDatabase)
