"""What is stored of messages that are being written: how many there are, how they end."""

from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

from chat.errors import Invalid, TooMany
from chat.messages import running
from chat.messages.commands.mentions import note_mentions
from chat.messages.commands.previews import note_links
from chat.messages.commands.replies import whom_it_answers
from chat.messages.commands.revisions import save_and_publish
from chat.messages.events import MessageFinished
from chat.messages.items import MessageItem
from chat.messages.markdown import VERSION
from chat.storage.transactions import on_commit
from models import Message, Room, RunningText

MOST_AT_ONCE = 5
"""How many messages somebody can be writing at the same time."""


def begin_locked(message: Message, text: str) -> None:
    """Note that a new message is being written; raises `TooMany` if its author writes too many.

    Their row is locked (`require_active_alone`), so that no other begins at the same time.
    """
    # Not a join: SQLite would look at all messages of the author, as it knows no sizes of empty tables.
    author = Message.select(Message.author).where(Message.id == RunningText.message)
    authors: Any = RunningText.select(author).tuples()
    if [id_ for (id_,) in authors].count(message.author_id) >= MOST_AT_ONCE:
        raise TooMany(f"You are writing {MOST_AT_ONCE} messages at the same time: finish one of them first.", 5)
    RunningText.create(message=message, text=text)


def stored_text(message: Message) -> str | None:
    """Return what is stored so far of a message that is being written; None of one that is not."""
    text: str | None = RunningText.select(RunningText.text).where(RunningText.message == message).scalar()
    return text


def end_running(message: Message) -> bool:
    """Have a locked message be written no more; returns whether it was."""
    on_commit(partial(running.forget, message.id))
    return bool(RunningText.delete().where(RunningText.message == message).execute())


def finish_locked(
    message: Message, room: Room, text: tuple[str, str | None], *, is_interrupted: bool = False
) -> MessageItem:
    """Give a locked message that was being written its text, and whatever a text brings with it."""
    body, html = text
    answered = whom_it_answers(message.reply_to, message.author_id)
    with suppress(Invalid) if is_interrupted else nullcontext():  # too many people: then nobody is told
        note_mentions(message, room, body, html, answered)
    note_links(message, body, html)
    end_running(message)
    message.body, message.html, message.html_version = body, html, VERSION
    message.is_interrupted = is_interrupted
    return save_and_publish(message, room, MessageFinished)
