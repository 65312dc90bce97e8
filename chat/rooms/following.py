"""The threads that somebody follows, and in how many of them there is something new."""

from typing import Any

import peewee

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer, sees
from chat.rooms.items import UnreadThreads
from chat.rooms.unread import MAX_COUNT
from chat.storage.prepared import Prepared
from models import Membership, Mention, Message, Room


def unread_threads(actor: UserItem) -> UnreadThreads:
    """Return in how many of the threads that the actor follows there is something new.

    Only those with a reply that was not read when it came are looked at, so that it costs the same however many
    threads somebody follows. Threads in archived rooms are left out, and muted ones.
    """
    rows = [mentions for is_new, mentions in _with_news.rows(actor.id) if is_new]
    return UnreadThreads(len(rows), sum(map(bool, rows)))


@Prepared
def _with_news(user_id: Any) -> Any:
    above: Any = Room.alias("above")
    theirs = (Message.id > Membership.read_id) & (Message.author != user_id) & Message.deleted_at.is_null()
    news = Message.select(peewee.SQL("1")).where(Message.room == Membership.room, theirs)
    meant = (Mention.room == Membership.room) & (Mention.user == user_id) & (Mention.message > Membership.read_id)
    mentions = Mention.select(peewee.SQL("1")).where(meant)
    rows: Any = Membership.select(peewee.fn.EXISTS(news), peewee.fn.EXISTS(mentions))
    mine = rows.join(above, on=(above.id == Membership.parent_id)).where(
        *(Membership.user == user_id, Membership.news_id.is_null(False), Membership.left_at.is_null()),
        *(Membership.level.is_null() | (Membership.level != "nothing"), above.archived_at.is_null()),
        *(sees(user_id, above), is_viewer(user_id)),
    )
    return mine.limit(MAX_COUNT + 1)
