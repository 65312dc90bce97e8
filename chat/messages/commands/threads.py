"""Opening threads, and following them."""

from chat import rooms
from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages.commands.revisions import lane_key_for, lock_message
from chat.messages.items import OpenedThread
from chat.storage.database import database
from models import Message, Room


async def open_thread(actor: UserItem, message_id: int) -> OpenedThread:
    """Return the thread below a message, which is made where there is none; nobody is told until somebody replies.

    Raises `NotFound` for the message, `Invalid` for one that is in a thread itself, and `Forbidden` where there is no
    thread and nobody can write.
    """
    return await database.write_concurrent(await lane_key_for(message_id), _open, actor, message_id)


async def follow_thread(actor: UserItem, message_id: int) -> None:
    """Have the actor told of what is replied to a message from now on; whoever follows the thread already stays so.

    Raises as `open_thread` does, and `Forbidden` for whoever is not in the room.
    """
    await database.write_concurrent(await lane_key_for(message_id), _follow, actor, message_id)


async def unfollow_thread(actor: UserItem, message_id: int) -> None:
    """Have the actor not told any more of what is replied to a message, until they reply or somebody means them.

    Raises as `open_thread` does.
    """
    await database.write_concurrent(await lane_key_for(message_id), _unfollow, actor, message_id)


def _open(actor: UserItem, message_id: int) -> OpenedThread:
    thread = _thread_below(actor, message_id)
    return OpenedThread(thread.id, thread.parent_id or 0, thread.root_id)


def _follow(actor: UserItem, message_id: int) -> None:
    thread = rooms.lock_room(actor, _thread_below(actor, message_id).id)
    if not rooms.is_member(actor, thread.id):
        raise Forbidden("Join this room first.")
    rooms.follow(thread, actor.id)


def _unfollow(actor: UserItem, message_id: int) -> None:
    rooms.unfollow(rooms.lock_room(actor, _thread_below(actor, message_id).id), actor.id)


def _thread_below(actor: UserItem, message_id: int) -> Room:
    require_active_locked(actor)
    root = lock_message(actor, message_id)
    known: Room | None = Room.get_or_none(Room.root_id == root.id)
    return known or _create(actor, root)


def _create(actor: UserItem, root: Message) -> Room:
    if root.deleted_at:
        raise NotFound("This message has been deleted.")
    room = rooms.require_writable_room(actor, root.room_id)
    if room.parent_id is not None:
        raise Invalid("A reply has no thread of its own: reply in the thread that it is in.")
    return Room.create(name="", kind="thread", parent=room, root_id=root.id)
