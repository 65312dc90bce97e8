"""Messages and whom they may be told to, as the decision needs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from chat import accounts
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


def people_who_may_be_told(message: Message) -> list[int]:
    """Return the ids of those in a message's room whose level does not rule it out.

    Whoever is told of mentions alone is looked up by these, so that the rest of a big room costs nothing.
    """
    mentioned = mentioned_in([message.id])[message.id]
    everything = (Membership.level == "everything") | (Membership.level.is_null() & (Room.kind == "direct"))
    is_asked: Any = everything | Membership.user.in_([user_id for user_id in mentioned if user_id])
    if None in mentioned:
        is_asked = Membership.level.is_null() | (Membership.level != "nothing")
    rows = Membership.select(Membership.user).join(Room).switch(Membership).join(User)
    there = (Membership.room == message.room_id) & Membership.left_at.is_null() & is_active()
    return [row.user_id for row in rows.where(there, Membership.user != message.author_id, is_asked)]


def occasions(pairs: Iterable[Pair]) -> dict[Pair, Occasion]:
    """Return the occasions of people and messages, as things stand now; those without one are told of nothing."""
    wanted = set(pairs)
    user_ids, message_ids = ({pair[place] for pair in wanted} for place in (0, 1))
    mentioned, at = mentioned_in(message_ids), now_ms()
    settings = _settings(user_ids)
    columns = (Membership.user, Membership.level, Membership.read_id, Membership.left_at, User.id, Room.kind)
    message = (Message.id, Message.author, Message.deleted_at, Room.archived_at)
    is_there = (Membership.room == Message.room) & Membership.user.in_(list(user_ids))
    rows: Any = Message.select(*columns, *message).join(Membership, on=is_there).join(User).switch(Message).join(Room)
    found = {}
    for row in rows.where(Message.id.in_(list(message_ids)), is_active()).tuples():
        user_id, level, read_id, left_at, _, kind, id_, author_id, deleted_at, archived_at = row
        if (user_id, id_) in wanted:
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
            )
    return found


def _settings(user_ids: Collection[int]) -> dict[int, SettingsItem]:
    """Return how people want to be told, by id; whoever has chosen nothing is left out."""
    rows = list(NotificationSettings.select().where(NotificationSettings.user.in_(list(user_ids))))
    scheduled = [row.user_id for row in rows if row.days]
    zones = accounts.zones_of(scheduled) if scheduled else {}
    return {row.user_id: settings_item(row, zones.get(row.user_id, "")) for row in rows}
