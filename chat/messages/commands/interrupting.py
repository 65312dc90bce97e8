"""Ends messages whose author stopped writing, or lost access, before finishing them; their text so far stays."""

import asyncio
from typing import Any

from chat import rooms
from chat.accounts import require_active
from chat.accounts.events import SessionEnded, TokensEnded
from chat.errors import ChatError
from chat.messages import running
from chat.messages.commands.deleting import delete_locked
from chat.messages.commands.running_texts import finish_locked, stored_text
from chat.messages.redrawing import draw_beside
from chat.messages.running import Running
from chat.realtime.events import Event
from chat.rooms.events import MembershipChanged, RoomsChanged
from chat.storage.database import database
from chat.text import clean_body
from models import ApiToken, Message, RunningText, User, lock_for_update, now_ms

SILENCE_MS = 60_000
"""After so long a message to which nothing was added is taken for interrupted."""

_tasks: set[asyncio.Task[None]] = set()


async def end_interrupted() -> None:
    """Finish messages to which nothing was added for long, with what they say; to be called again and again.

    What this process knows and nobody writes any more, since it did not hear of the end, it forgets.
    """
    known = running.all_known()  # what begins meanwhile is not looked at
    silent, written = await database.read(_running)
    for message_id in known - written:
        running.forget(message_id)
    for message_id, room_id, text in silent:
        await interrupt(message_id, room_id, text)


async def interrupt(message_id: int, room_id: int, text: str) -> None:
    """End a message that was being written, with what it says, unless it says something else by now."""
    body = clean_body(text, may_be_empty=True)
    drawn = body, await draw_beside(body)
    await database.write_concurrent(room_id, _interrupt, message_id, text, drawn)


def hear_of_access(event: Event) -> None:
    """End messages whose authors may not write there any more, as an event may say; whoever goes on is asked anew."""
    match event:
        case MembershipChanged() | SessionEnded() | TokensEnded():
            doubted = running.doubt(event.user_id)
        case RoomsChanged():
            doubted = running.doubt()
        case _:
            return
    for message in doubted:
        needs_token = isinstance(event, TokensEnded)
        task = asyncio.get_running_loop().create_task(_end_if_lost(message, needs_token=needs_token))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)


async def _end_if_lost(message: Running, *, needs_token: bool) -> None:
    if not await database.read(_may_go_on, message, needs_token):
        await interrupt(message.message_id, message.room_id, message.text)


def _may_go_on(message: Running, needs_token: bool) -> bool:
    try:
        require_active(message.author)
        rooms.require_writable_room(message.author, message.room_id)
    except ChatError:
        return False
    return not needs_token or ApiToken.select().where(ApiToken.user == message.author.id).exists()


def _running() -> tuple[list[tuple[int, int, str]], set[int]]:
    """Return the running messages to which nothing was added for long, and the ids of all running ones."""
    # Not a join: SQLite knows no sizes of empty tables, and would look at all messages first.
    room = Message.select(Message.room).where(Message.id == RunningText.message)
    rows: Any = RunningText.select(RunningText.message, room, RunningText.text)
    everything: Any = RunningText.select(RunningText.message)
    silent = list(rows.where(RunningText.said_at < now_ms() - SILENCE_MS).tuples())
    return silent, {id_ for (id_,) in everything.tuples()}


def _interrupt(message_id: int, text: str, drawn: tuple[str, str | None]) -> None:
    rows = lock_for_update(Message.select(Message, User).join(User), of=Message)  # before its room, as everywhere
    message = rows.where(Message.id == message_id).first()
    stored = stored_text(message) if message else None
    if message is None or stored is None or not text.startswith(stored):
        return
    room = rooms.unchecked.locked_room(message.room_id)
    if drawn[0]:
        finish_locked(message, room, drawn, is_interrupted=True)
    else:
        delete_locked([message], room)
