"""What a reply, or its deletion, means for its thread, for the message replied to, and for who follows the thread."""

from typing import Any

import peewee

from chat import rooms
from chat.messages.commands.revisions import save_and_publish
from chat.messages.events import ThreadChanged, ThreadReplied
from chat.messages.items import MessageItem
from chat.messages.loading import select_messages
from chat.messages.threads import FACES
from chat.realtime.bus import bus
from models import Message, Room


def note_reply(thread: Room, reply: Message, item: MessageItem) -> None:
    """Count a new reply in its locked thread, show that at the message above, and tell who follows the thread."""
    faces = thread.faces.split()
    if len(faces) < FACES and str(reply.author_id) not in faces:
        faces.append(str(reply.author_id))
    thread.replies, thread.faces, thread.replied_at = thread.replies + 1, " ".join(faces), reply.created_at
    root = _show(thread)
    meant = set(item.mentioned_ids)
    followers = rooms.followed_by_reply(thread, reply, root.author_id, meant)
    if followers:
        bus.publish_on_commit(ThreadReplied(thread.id, thread.parent_id or 0, reply.id, reply.author_id, followers))


def note_deleted_reply(thread: Room) -> None:
    """Count anew what is left in a locked thread; a deleted message goes with the last reply to it."""
    there: Any = Message.select().where(Message.room == thread, Message.deleted_at.is_null())
    authors = there.select(Message.author).group_by(Message.author).order_by(peewee.fn.MIN(Message.id)).limit(FACES)
    thread.replies, thread.faces = there.count(), " ".join(str(id_) for (id_,) in authors.tuples())
    thread.replied_at = there.select(peewee.fn.MAX(Message.created_at)).scalar()
    _show(thread)


def _show(thread: Room) -> Message:
    """Store what there is in a thread, and publish the message above as it looks now; return it."""
    thread.save(only=[Room.replies, Room.faces, Room.replied_at])
    return show_above(thread)


def show_above(thread: Room) -> Message:
    """Publish the message above a locked thread, of which it shows something else now; return it."""
    root: Message = select_messages().where(Message.id == thread.root_id).get()
    root.thread_id = thread.id if thread.replies else None
    save_and_publish(root, thread.parent, ThreadChanged)
    return root
