"""The threads that somebody follows, as the page of all of them shows them; and which thread a reply is in."""

from collections.abc import Collection, Sequence
from typing import Any

from chat import rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.items import FollowedThread, MessageItem, OpenedThread
from chat.messages.loading import load_items, select_messages
from chat.storage.pagination import Listing, nearest_page
from models import Membership, Message, Room, row_id

REPLIES = 2
"""How many of the last replies are shown of each thread."""


def followed_threads(actor: UserItem, page: int = 1) -> Listing[FollowedThread]:
    """Read a page of the threads with replies that the actor follows: unread ones first, then by the last reply.

    Threads in archived rooms are left out, and those in rooms that the actor cannot see any more.
    """
    above: Any = Room.alias("above_it")
    mine = (Membership.user == actor.id) & Membership.parent_id.is_null(False) & Membership.left_at.is_null()
    rows: Any = Room.select(Room.id).join(Membership).join_from(Room, above, on=(above.id == Room.parent))
    there = rows.where(mine, Room.replies > 0, above.archived_at.is_null(), rooms.visible_to(actor))

    def load(start: int, count: int) -> Sequence[FollowedThread]:
        newest_first = there.order_by(Membership.news_id.is_null(), Room.replied_at.desc(), Room.id.desc())
        return _load(actor, [id_ for (id_,) in newest_first.offset(start).limit(count).tuples()])

    return nearest_page(page, there.count(), load)


def root_of_reply(actor: UserItem, room_id: int, message_id: int) -> int | None:
    """Return the message of a room that another one is a reply to in its thread; None for what is no such reply.

    Raises `NotFound` for the room.
    """
    room = rooms.room_for(actor, room_id)
    rows = Room.select(Room.root_id).join(Message).where(Message.id == row_id(message_id), Room.parent == room)
    root_id: int | None = rows.scalar()
    return root_id


def thread_below(actor: UserItem, message_id: int) -> int | None:
    """Return the thread below a message, None if it was never opened; raises `NotFound` for the message."""
    rows: Any = Message.select(Message.room).where(Message.id == row_id(message_id))
    if not rows.join(Room).where(rooms.visible_to(actor)).exists():
        raise NotFound("Message not found.")
    thread_id: int | None = Room.select(Room.id).where(Room.root_id == message_id).scalar()
    return thread_id


def _load(actor: UserItem, thread_ids: Collection[int]) -> Sequence[FollowedThread]:
    threads = {row.id: row for row in Room.select().where(Room.id.in_(list(thread_ids)))}
    roots = _messages([row.root_id for row in threads.values()])
    replies = _messages(_last_replies(thread_ids))
    homes = {id_: rooms.room(actor, id_) for id_ in {row.parent_id for row in threads.values()} if id_}
    unread = {item.room_id: item.count for id_ in thread_ids for item in rooms.unread(actor, [id_])}
    return [
        FollowedThread(
            OpenedThread(id_, row.parent_id or 0, row.root_id),
            homes[row.parent_id or 0],
            roots[row.root_id],
            tuple(reply for reply in replies.values() if reply.room_id == id_),
            unread.get(id_, 0),
        )
        for id_, row in ((id_, threads[id_]) for id_ in thread_ids)
    ]


def _last_replies(thread_ids: Collection[int]) -> list[int]:
    """Return the ids of the last replies in each of these threads, with a look into an index for each."""
    found: list[int] = []
    for id_ in thread_ids:
        there: Any = Message.select(Message.id).where(Message.room == id_, Message.deleted_at.is_null())
        found += [reply for (reply,) in there.order_by(Message.id.desc()).limit(REPLIES).tuples()]
    return found


def _messages(ids: Collection[int]) -> dict[int, MessageItem]:
    rows = list(select_messages().where(Message.id.in_(list(ids))).order_by(Message.id))
    return {item.id: item for item in load_items(rows)}
