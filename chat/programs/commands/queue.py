"""The queue of what outgoing webhooks are to be told: filled from the messages, as that of notifications is.

A message is not delayed by it, and without a webhook nothing is looked at. How far messages have been looked at is a
number in the settings table; what is younger than `GRACE_MS` is looked at again, and each is queued once.
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from peewee import fn

from chat.accounts import APP, BOT
from chat.messages import unchecked
from chat.programs.listening import CURSOR
from chat.storage.database import database
from models import Mention, Message, OutgoingHook, QueuedCall, Room, RunningText, Setting, User, lock_for_update, now_ms

GRACE_MS = 6_000
"""Longer than a change of the database takes, so that after it no message with a smaller id comes."""

TOLD_FOR_MS = 3600 * 1000
"""How old a message may be to be told; older ones were imported, or nothing ran."""

WRITTEN_FOR_MS = 600 * 1000
"""How long to wait for the end of a message that is written word by word; later messages, up to `BATCH`, go first."""

BATCH = 200


async def queue_calls() -> bool:
    """Queue which webhooks are to be told of new messages; return whether there may be more."""
    return await database.write(_queue)


def begin_to_look() -> None:
    """Look at messages from now on, if no webhook has been told of any so far, inside a change."""
    if not OutgoingHook.select().where(OutgoingHook.disabled_at.is_null()).exists():
        Setting.delete().where(Setting.name == CURSOR).execute()
        Setting.create(name=CURSOR, value=str(Message.select(fn.MAX(Message.id)).scalar() or 0))


def _queue() -> bool:
    cursor = lock_for_update(Setting.select().where(Setting.name == CURSOR)).first()
    hooks = list(OutgoingHook.select().where(OutgoingHook.disabled_at.is_null()))
    if cursor is None or not hooks:
        return False
    columns = (Message.id, Message.room, Room.parent, User.role, Message.created_at, Message.client_id)
    rows: Any = Message.select(*columns, Message.deleted_at).join(Room).switch(Message).join(User)
    found = list(rows.where(Message.id > int(cursor.value)).order_by(Message.id).limit(BATCH).tuples())
    now = now_ms()
    unfinished = _unfinished([row[0] for row in found if row[4] > now - WRITTEN_FOR_MS])
    _queue_some([row for row in found if row[4] > now - TOLD_FOR_MS and row[0] not in unfinished], hooks, now)
    ripe = list(takewhile(lambda row: row[4] <= now - GRACE_MS and row[0] not in unfinished, found))
    if ripe:
        cursor.value = str(ripe[-1][0])
        cursor.save()
        QueuedCall.delete().where(QueuedCall.due_at.is_null(), QueuedCall.message <= ripe[-1][0]).execute()
    return len(ripe) == BATCH


def _unfinished(message_ids: Sequence[int]) -> set[int]:
    rows: Any = RunningText.select(RunningText.message).where(RunningText.message.in_(message_ids))
    return {id_ for (id_,) in rows.tuples()}


def _queue_some(found: Sequence[tuple[Any, ...]], hooks: Sequence[OutgoingHook], now: int) -> None:
    """Queue those that people wrote: what programs say triggers nothing, or two of them would talk for ever."""
    said = {
        id_: parent or room
        for id_, room, parent, role, _, client_id, deleted_at in found
        if role not in (BOT, APP) and not deleted_at and not unchecked.copied_from(client_id)
    }
    rooms = set(said.values())
    there = [hook for hook in hooks if hook.room_id in rooms]
    meant = _meant(list(said), {hook.bot_id for hook in there}) if there else set()
    rows = [
        {"hook": hook.id, "message": id_, "due_at": now}
        for id_, room in said.items()
        for hook in there
        if hook.room_id == room and id_ > hook.since_id
        if hook.listens_to == "everything" or (id_, hook.bot_id) in meant
    ]
    if rows:
        QueuedCall.insert_many(rows).on_conflict_ignore().execute()


def _meant(message_ids: Sequence[int], bot_ids: set[int]) -> set[tuple[int, int]]:
    rows: Any = Mention.select(Mention.message, Mention.user)
    return set(rows.where(Mention.message.in_(message_ids), Mention.user.in_(list(bot_ids))).tuples())
