"""Following threads: a part of commands that write in them, change their marks, or end somebody's membership."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.realtime.bus import bus
from chat.rooms.events import FollowedThreadsChanged
from models import Membership, Message, Room, now_ms


def follow(thread: Room, user_id: int, read_id: int | None = None) -> None:
    """Have somebody follow a locked thread, who has read it up to a message, or all of it.

    Whoever follows it stays as they are.
    """
    if read_id is None:
        read_id = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == thread).scalar() or 0
    row = Membership.get_or_none(Membership.room == thread, Membership.user == user_id)
    if row is None:
        row = Membership(room=thread, user=user_id, parent_id=thread.parent_id, read_id=read_id)
    elif row.left_at is None:
        return
    row.left_at, row.read_id = None, read_id
    row.save()
    note_news(thread, user_id)


def unfollow(thread: Room, user_id: int) -> None:
    """Have somebody follow a locked thread no more, and know that they do not want to."""
    follow(thread, user_id, 0)
    mine = (Membership.room == thread) & (Membership.user == user_id)
    Membership.update(left_at=now_ms(), news_id=None).where(mine).execute()
    bus.publish_on_commit(FollowedThreadsChanged(user_id))


def unfollow_all_in(room_id: int, user_id: int) -> None:
    """Have somebody who leaves a room follow none of its threads any more."""
    mine = (Membership.user == user_id) & (Membership.parent_id == room_id) & Membership.left_at.is_null()
    if Membership.update(left_at=now_ms(), news_id=None).where(mine).execute():
        bus.publish_on_commit(FollowedThreadsChanged(user_id))


def note_news(thread: Room, user_id: int) -> None:
    """Note whether there is something in a thread that somebody who follows it has not read, and tell their pages."""
    theirs: Any = Message.select(Message.id).where(
        Message.room == thread,
        Message.id > Membership.read_id,
        Message.author != user_id,
        Message.deleted_at.is_null(),
    )
    first = theirs.order_by(Message.id).limit(1)
    mine = (Membership.room == thread) & (Membership.user == user_id)
    Membership.update(news_id=first).where(mine, Membership.left_at.is_null()).execute()
    bus.publish_on_commit(FollowedThreadsChanged(user_id))


def read_all_threads(user_id: int) -> None:
    """Note that somebody has read all threads that they follow."""
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Membership.room)
    mine = (Membership.user == user_id) & Membership.news_id.is_null(False)
    read: Any = Membership.update(read_id=peewee.fn.COALESCE(newest, Membership.read_id), news_id=None)
    if read.where(mine).execute():
        bus.publish_on_commit(FollowedThreadsChanged(user_id))


def followed_by_reply(thread: Room, reply: Message, root_author: int, meant: Collection[int]) -> tuple[int, ...]:
    """Have those follow a locked thread whom a reply concerns, and return the ids of all others who follow it.

    The author does, and of those who are in the room whoever is meant by it, and the author of the message replied to,
    unless they have once stopped. For all of them but the author there is something new in it.
    """
    rows: Any = Membership.select(Membership.user, Membership.left_at).where(Membership.room == thread)
    left_at = dict(rows.tuples())
    following = {user_id for user_id, left in left_at.items() if left is None}
    concerned = {*meant, *({root_author} - left_at.keys())} - {*following, reply.author_id}
    there = (Membership.room == thread.parent_id) & Membership.left_at.is_null()
    members: Any = Membership.select(Membership.user).where(there, Membership.user.in_(list(concerned)))
    new = [user_id for (user_id,) in members.tuples()] if concerned else []
    if reply.author_id not in following:
        follow(thread, reply.author_id, reply.id)
    for user_id in new:
        follow(thread, user_id, 0 if user_id == root_author else reply.id - 1)
    others = (Membership.room == thread) & (Membership.user != reply.author_id) & Membership.left_at.is_null()
    Membership.update(news_id=reply.id).where(others, Membership.news_id.is_null()).execute()
    return tuple(sorted({*following, *new} - {reply.author_id}))
