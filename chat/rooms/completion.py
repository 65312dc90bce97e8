"""Whom and which rooms somebody may mean by the beginning of a name, as it is typed after an `@` or a `#`."""

from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from chat.accounts import is_of_other_room, user_item
from chat.accounts.items import UserItem
from chat.rooms.access import home_of, room_for, visible_to
from chat.rooms.items import Mentionable, RoomItem
from chat.rooms.queries import room_item
from chat.storage.name_keys import name_key, without_accents
from models import Membership, Room, User, is_active

MAX_FOUND = 20
"""How many are offered; one more is returned where there are more."""

MAX_MEMBERS = 1_000
"""In a room with more people than this, they are found in the database, where accents matter."""

Named = tuple[int, str]
"""The id of a row, and the key of its name."""


def people_to_mention(actor: UserItem, room_id: int, text: str = "") -> list[Mentionable]:
    """Return others one of whose names begins with a text, those in the room first; raises `NotFound`."""
    room = home_of(room_for(actor, room_id))
    key = _key(text)
    there: Any = (Membership.room == room) & (Membership.user == User.id) & Membership.left_at.is_null()
    is_member = peewee.fn.EXISTS(Membership.select(peewee.Value(1)).where(there))
    others = _people().where(User.id != actor.id)
    members = list(others.where(is_member).limit(MAX_MEMBERS).tuples())
    if len(members) == MAX_MEMBERS:
        members = list(others.where(is_member, _begins(User, key)).limit(MAX_MEMBERS).tuples())
    found = [(id_, True) for id_ in _best(members, key)]
    if len(found) <= MAX_FOUND:
        known = ~is_member & ~is_of_other_room(room.id)
        strangers = others.where(known, _begins(User, key)).order_by(User.name_key).limit(MAX_MEMBERS)
        found += [(id_, False) for id_ in _best(strangers.tuples(), key)]
    rows = {row.id: row for row in User.select().where(User.id.in_([id_ for id_, _ in found[: MAX_FOUND + 1]]))}
    return [Mentionable(user_item(rows[id_]), is_in) for id_, is_in in found if id_ in rows]


def rooms_to_link(actor: UserItem, text: str = "") -> list[RoomItem]:
    """Return open rooms one of whose names begins with a text, those that the actor is in first."""
    rows: Any = Room.select(Room.id, Room.name, Room.name_key)
    named = rows.where(Room.kind == "open", Room.archived_at.is_null(), visible_to(actor)).tuples()
    mine: Any = Membership.select(Membership.room).where(Membership.user == actor.id, Membership.left_at.is_null())
    joined = {room_id for (room_id,) in mine.tuples()}
    found = _best([(id_, key or name_key(name)) for id_, name, key in named], _key(text))
    ordered = sorted(found, key=lambda id_: id_ not in joined)[: MAX_FOUND + 1]
    by_id = {row.id: row for row in Room.select().where(Room.id.in_(ordered))}
    return [room_item(by_id[id_]) for id_ in ordered if id_ in by_id]


def _people() -> Any:
    return User.select(User.id, _name(User)).where(is_active())


def _name(table: Any) -> peewee.Function:
    """Query of a row's key; without one, as something other than a command has written it, of its name."""
    return peewee.fn.COALESCE(table.name_key, peewee.fn.LOWER(table.name))


def _begins(table: Any, key: str) -> Any:
    return (_name(table).startswith(key) | _name(table).contains(f" {key}")) if key else peewee.Value(True)


def _key(text: str) -> str:
    sent = text.encode(errors="replace").decode().translate({0: None})  # a socket brings half characters, too
    return name_key(sent) if sent.strip() else ""


def _best(rows: Iterable[Named], key: str) -> Sequence[int]:
    """Return the ids of those with a word that begins with the key: whose first word does come first."""
    sought = without_accents(key)
    ranked = []
    for id_, name in rows:
        plain = without_accents(name)
        if plain.startswith(sought):
            ranked.append((0, plain, id_))
        elif any(mark + sought in plain for mark in " -_("):
            ranked.append((1, plain, id_))
    return [id_ for *_, id_ in sorted(ranked)]
