"""Answering a message: which one that may be, and whether its author is told as by a mention."""

from chat.errors import Conflict, NotFound
from models import Message, NotificationSettings, Room, User, is_active, row_id


def original(room: Room, reply_to: object) -> Message | None:
    """Return the message of this room that is to be answered, None for a `reply_to` of None.

    Raises `NotFound` for what is no message of this room, and `Conflict` for one that has been deleted: whoever has
    answered it may want to say it otherwise.
    """
    if reply_to is None:
        return None
    message: Message | None = Message.get_or_none(Message.id == row_id(reply_to), Message.room == room)
    if message is None:
        raise NotFound("The message that you answer is not in this room.")
    if message.deleted_at:
        raise Conflict("The message that you answer has been deleted.")
    return message


def whom_it_answers(reply_to: int | None, author_id: int) -> int | None:
    """Return who is told of an answer as by a mention; None if it is their own, or they do not want to be.

    Args:
        reply_to: the id of the message that is answered, if any is
        author_id: who answers
    """
    if reply_to is None:
        return None
    unwilling = NotificationSettings.select(NotificationSettings.user).where(~NotificationSettings.wants_replies)
    rows = Message.select(Message.author).join(User).where(Message.id == reply_to, is_active())
    others: int | None = rows.where(Message.author != author_id, Message.author.not_in(unwilling)).scalar()
    return others
