"""What an export of one's own data has besides messages: profile and settings, what one has saved, and reactions."""

from collections.abc import Iterator
from typing import Any

from peewee import JOIN

from chat import accounts, rooms
from chat.exporting.archive import Archive
from chat.exporting.records import Record
from models import Block, Membership, Message, NotificationSettings, Profile, Reaction, Room, SavedMessage, User

AT_ONCE = 500

TOLD = ("days", "begins", "ends", "wants_mail", "wants_replies", "paused_until")
"""What of somebody's settings of notifications is told: all that they have chosen."""


def write_own(archive: Archive, person_id: int) -> set[int]:
    """Add all that, and return the ids of the people whom it names."""
    blocked = [row.person_id for row in Block.select().where(Block.user == person_id).order_by(Block.person)]
    archive.add_json("me.json", _me(person_id, blocked))
    archive.add_lines("saved.jsonl", (line for _, line in _walk(SavedMessage, person_id)))
    reactions = ({**line, "emoji": row.emoji} for row, line in _walk(Reaction, person_id))
    archive.add_lines("reactions.jsonl", reactions)
    return set(blocked)


def room_ids_of(person_id: int) -> tuple[int, ...]:
    """Return the rooms that somebody is in, and those that they may see and have written in."""
    actor = accounts.user_by_id(person_id)
    mine: Any = Membership.select(Membership.room).where(
        Membership.user == person_id, Membership.left_at.is_null(), Membership.parent_id.is_null()
    )
    written: Any = Message.select(Room.id, Room.parent).join(Room).where(Message.author == person_id).distinct()
    found = {id_ for (id_,) in mine.tuples()} | {parent or id_ for id_, parent in written.tuples()}
    seen: Any = Room.select(Room.id).where(Room.kind != "thread", rooms.visible_to(actor)).order_by(Room.id)
    return tuple(id_ for (id_,) in seen.tuples() if id_ in found)


def _me(person_id: int, blocked: list[int]) -> Record:
    row = User.get_by_id(person_id)
    profile = Profile.get_or_none(Profile.user == person_id) or Profile()
    chosen = NotificationSettings.get_or_none(NotificationSettings.user == person_id) or NotificationSettings()
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "role": row.role,
        "title": profile.title,
        "zone": profile.zone,
        "status_emoji": profile.status_emoji,
        "status_text": profile.status_text,
        "status_until": profile.status_until,
        "hides_presence": bool(profile.hides_presence),
        "avatar": f"avatars/{row.avatar}.webp" if row.avatar else None,
        "created_at": row.created_at,
        "notifications": {name: getattr(chosen, name) for name in TOLD},
        "rooms": _rooms(person_id),
        "blocked": blocked,
    }


def _rooms(person_id: int) -> list[Record]:
    mine = Membership.select().where(
        Membership.user == person_id, Membership.left_at.is_null(), Membership.parent_id.is_null()
    )
    return [
        {
            "room": row.room_id,
            "role": row.role,
            "joined_at": row.joined_at,
            "level": row.level,
            "is_starred": row.starred_at is not None,
            "is_hidden": row.hidden_at is not None,
        }
        for row in mine.order_by(Membership.room)
    ]


def _walk(table: Any, person_id: int) -> Iterator[tuple[Any, Record]]:
    """Go through somebody's rows about messages that they may see; with each, which message it is about."""
    seen = rooms.visible_to(accounts.user_by_id(person_id))
    rows = table.select(table, Message, Room).join(Message).join(Room, JOIN.INNER)
    mine = rows.where(table.user == person_id, seen).order_by(table.id).limit(AT_ONCE)
    newest = 0
    while some := list(mine.where(table.id > newest)):
        for row in some:
            room: Any = row.message.room
            yield row, {"message": row.message_id, "room": room.parent_id or room.id, "thread": room.root_id}
        newest = some[-1].id
