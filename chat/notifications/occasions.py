"""Messages and whom they may be told to, as the decision needs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from peewee import JOIN, fn

from chat import accounts
from chat.messages import unchecked
from chat.notifications.decision import Occasion
from chat.notifications.items import SettingsItem
from chat.notifications.loading import settings_item
from chat.notifications.quiet import is_quiet
from chat.rooms.items import level_in
from models import Membership, Mention, Message, NotificationSettings, Room, User, is_active, now_ms

Pair = tuple[int, int]
"""The ids of a person and of a message."""


def mentioned_in(message_ids: Collection[int]) -> dict[int, set[int | None]]:
    """Return whom messages mention, by message; None stands for everybody in the room."""
    found: dict[int, set[int | None]] = defaultdict(set)
    for row in Mention.select(Mention.message, Mention.user).where(Mention.message.in_(list(message_ids))):
        found[row.message_id].add(row.user_id)
    return found


def people_who_may_be_told(messages: Collection[Message]) -> dict[int, set[int]]:
    """Return by message the ids of those in its room whose level does not rule it out, perhaps the author's, too.

    Whoever is told of mentions alone is looked up by these, and each room once for all of its messages.
    """
    mentioned = mentioned_in([message.id for message in messages])
    to_all = [message.room_id for message in messages if None in mentioned.get(message.id, ())]
    by_name = {user_id for each in mentioned.values() for user_id in each if user_id}
    everything = (Membership.level == "everything") | (Membership.level.is_null() & Room.kind.in_(("direct", "thread")))
    is_asked: Any = everything | Membership.user.in_(list(by_name)) | Membership.room.in_(to_all)
    rows: Any = Membership.select(Membership.room, Membership.user, Membership.level, Room.kind).join(Room)
    there = Membership.room.in_(list({message.room_id for message in messages})) & Membership.left_at.is_null()
    asked, listening = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for room_id, user_id, level, kind in rows.where(there, is_asked).tuples():
        told_of = level_in(kind, level)
        if told_of != "nothing":
            asked[room_id].add(user_id)
        if told_of == "everything":
            listening[room_id].add(user_id)
    found = {}
    for message in messages:
        meant, room = mentioned.get(message.id, set()), message.room_id
        found[message.id] = asked[room] if None in meant else listening[room] | (asked[room] & meant)
    return found


def occasions(pairs: Iterable[Pair]) -> dict[Pair, Occasion]:
    """Return the occasions of people and messages, as things stand now; those without one are told of nothing.

    People and messages are read apart from each other, so that many of both take no more than the pairs asked for.
    """
    wanted = set(pairs)
    user_ids, message_ids = ({pair[place] for pair in wanted} for place in (0, 1))
    mentioned, at = mentioned_in(message_ids), now_ms()
    settings = _settings(user_ids)
    rows = _messages(message_ids)
    members = _members(user_ids, {room_id for room_id, *_ in rows.values()})
    repeated = _repeated(user_ids, {id_: client_id for id_, (*_, client_id) in rows.items()})
    found = {}
    for user_id, id_ in wanted:
        room_id, author_id, deleted_at, archived_at, _ = rows.get(id_, (0, 0, None, None, None))
        if (user_id, room_id) in members:
            kind, level, read_id, left_at = members[user_id, room_id]
            found[user_id, id_] = Occasion(
                kind,
                level_in(kind, level),
                is_member=left_at is None,
                is_author=author_id == user_id,
                is_mentioned=user_id in mentioned[id_],
                mentions_room=None in mentioned[id_],
                is_read=read_id >= id_,
                is_gone=bool(deleted_at or archived_at),
                is_quiet=is_quiet(settings.get(user_id, SettingsItem()), at),
                is_repeated=(user_id, id_) in repeated,
            )
    return found


def _messages(message_ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return by message its room and author, when it was deleted or its (thread's) room archived, its client id."""
    above: Any = Room.alias("above")
    archived_at = fn.COALESCE(above.archived_at, Room.archived_at)
    columns = (Message.id, Message.room, Message.author, Message.deleted_at, archived_at, Message.client_id)
    rows: Any = Message.select(*columns).join(Room)
    joined = rows.join(above, JOIN.LEFT_OUTER, on=(above.id == Room.parent))
    return {row[0]: row[1:] for row in joined.where(Message.id.in_(list(message_ids))).tuples()}


def _repeated(user_ids: Collection[int], client_ids: Mapping[int, str | None]) -> set[Pair]:
    """Return who follows the thread of the reply that a message is a copy of, and is told of all of it."""
    copies = {reply: id_ for id_, client_id in client_ids.items() if (reply := unchecked.copied_from(client_id))}
    if not copies:
        return set()
    rows: Any = Membership.select(Membership.user, Message.id).join(Message, on=(Message.room == Membership.room))
    is_told = Membership.level.is_null() | (Membership.level == "everything")
    there = Message.id.in_(list(copies)) & Membership.user.in_(list(user_ids)) & Membership.left_at.is_null()
    return {(user_id, copies[reply]) for user_id, reply in rows.where(there, is_told).tuples()}


def _members(user_ids: Collection[int], room_ids: Collection[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Return by person and room the room's kind, their level there, how far they have read, and when they left."""
    columns = (Membership.level, Membership.read_id, Membership.left_at)
    rows: Any = Membership.select(Membership.user, Membership.room, Room.kind, *columns).join(User)
    is_there = Membership.user.in_(list(user_ids)) & Membership.room.in_(list(room_ids)) & is_active()
    is_there &= User.role != accounts.BOT
    return {(row[0], row[1]): row[2:] for row in rows.switch(Membership).join(Room).where(is_there).tuples()}


def _settings(user_ids: Collection[int]) -> dict[int, SettingsItem]:
    """Return how people want to be told, by id; whoever has chosen nothing is left out."""
    rows = list(NotificationSettings.select().where(NotificationSettings.user.in_(list(user_ids))))
    scheduled = [row.user_id for row in rows if row.days]
    zones = accounts.zones_of(scheduled) if scheduled else {}
    return {row.user_id: settings_item(row, zones.get(row.user_id, "")) for row in rows}
