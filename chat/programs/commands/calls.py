"""Claims what is due in the queue of outgoing webhooks, and notes what has become of it.

What has become pointless is dropped here: its bot has left, its maker sees
the room no more, the room is archived, the message is deleted.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from peewee import JOIN

from chat import accounts
from chat.accounts import user_item
from chat.messages import tell_as_app
from chat.programs.commands.outgoing_hooks import disable
from chat.programs.items import Call
from chat.programs.listening import is_seen_by_maker
from chat.programs.telling import told
from chat.storage.database import database
from models import Membership, Message, OutgoingHook, QueuedCall, Room, User, lock_for_update, now_ms

LEASE_MS = 60_000
"""After this long, what was claimed and not finished is due again: its process may have ended."""

MAX_ATTEMPTS = 5
PAUSES_MS = (10_000, 60_000, 600_000, 2_700_000)
"""How often a webhook is told of one message, and after how long once more: for about an hour."""

BATCH = 100

OF_ONE_MAKER = 5
"""How many webhooks of one person are told at a time, so that theirs, if they are slow, do not hold up all others."""

STOPPED = """The webhook of {bot} in “{room}” has been stopped: {host} could not be told of messages ({error}). \
When it works again, have it go on in the room’s settings:
{home}/rooms/{id}/settings#outgoing"""


async def claim_calls(most: int, hook_id: int = 0) -> list[Call]:
    """Take what is due now, the oldest of each webhook, or of one, that is not being told anything; so many at most."""
    return await database.write(_claim, most, hook_id)


async def finish_call(call: Call, error: str = "") -> None:
    """Note that a webhook has been told; `error` says what was wrong with its answer."""
    await database.write(_finish, call, error)


async def fail_call(call: Call, error: str, home: str, *, is_over: bool = False, is_gone: bool = False) -> None:
    """Note that a webhook could not be told, and try again later; after too many tries it is stopped.

    Args:
        call: what it was to be told
        error: what went wrong
        home: the address of the app, before the paths of its links
        is_over: whether there is no use in telling it the same again
        is_gone: whether it does not want to be told anything any more
    """
    await database.write(_fail, call, error, home, is_over or is_gone, is_gone)


def _claim(most: int, hook_id: int) -> list[Call]:
    now = now_ms()
    under_way = QueuedCall.select(QueuedCall.hook).where(QueuedCall.is_claimed == True, QueuedCall.due_at > now)  # noqa: E712
    due = QueuedCall.select().where(QueuedCall.due_at <= now, QueuedCall.hook.not_in(under_way))
    makers: Any = OutgoingHook.select(OutgoingHook.id, OutgoingHook.maker).tuples()
    maker_of = dict(makers)
    busy = Counter(maker_of[row.hook_id] for row in under_way)
    full = [id_ for id_, maker in maker_of.items() if busy[maker] >= OF_ONE_MAKER]
    due = due.where(QueuedCall.hook.not_in(full))
    if hook_id:
        due = due.where(QueuedCall.hook == hook_id)
    calls: dict[int, Call] = {}
    for row in lock_for_update(due.order_by(QueuedCall.message).limit(BATCH)):
        maker = maker_of[row.hook_id]
        if row.hook_id in calls or len(calls) >= most or busy[maker] >= OF_ONE_MAKER:
            continue
        if call := _call(row):
            calls[row.hook_id] = call
            busy[maker] += 1
            row.is_claimed, row.due_at = True, now + LEASE_MS
        else:
            row.due_at = None
        row.save(only=[QueuedCall.is_claimed, QueuedCall.due_at])
    return list(calls.values())


def _call(row: QueuedCall) -> Call | None:
    """Return what is to be told as things stand now; None if it is nothing any more."""
    hook = OutgoingHook.get_by_id(row.hook_id)
    bot = User.get_or_none(User.id == hook.bot_id, accounts.may_speak())
    is_there = (Membership.user == hook.bot_id) & Membership.left_at.is_null()
    room = Room.select().join(Membership).where(Room.id == hook.room_id, Room.archived_at.is_null(), is_there).first()
    message = _message(row.message_id)
    if hook.disabled_at or bot is None or room is None or message is None or not is_seen_by_maker(hook):
        return None
    about = told(hook, room, message, user_item(bot)) | {"attempt": row.attempts + 1}
    target = (hook.address, hook.secret, user_item(bot))
    return Call(hook.id, message.id, *target, message.room_id, about, row.attempts)


def _message(message_id: int) -> Message | None:
    rows = Message.select(Message, User, Room).join(User).switch(Message).join(Room, JOIN.INNER)
    found: Sequence[Message] = list(rows.where(Message.id == message_id, Message.deleted_at.is_null()))
    return found[0] if found else None


def _is(call: Call) -> tuple[Any, ...]:
    """Query conditions: it is this call."""
    return QueuedCall.hook == call.hook_id, QueuedCall.message == call.message_id


def _finish(call: Call, error: str) -> None:
    QueuedCall.update(due_at=None).where(*_is(call)).execute()
    changes = {OutgoingHook.failures: 0, OutgoingHook.told_at: now_ms(), OutgoingHook.last_error: error[:200]}
    OutgoingHook.update(changes).where(OutgoingHook.id == call.hook_id).execute()


def _fail(call: Call, error: str, home: str, is_over: bool, is_gone: bool) -> None:
    hook = lock_for_update(OutgoingHook.select().where(OutgoingHook.id == call.hook_id)).first()
    if hook is None or hook.disabled_at:
        return
    hook.failures, hook.last_error = hook.failures + 1, error[:200]
    hook.save(only=[OutgoingHook.failures, OutgoingHook.last_error])
    attempts = call.attempts + 1
    is_over = is_over or attempts >= MAX_ATTEMPTS
    if is_gone or (is_over and hook.failures >= MAX_ATTEMPTS):
        _stop(hook, error, home)
        return
    due_at = None if is_over else now_ms() + PAUSES_MS[attempts - 1]
    changes = {QueuedCall.due_at: due_at, QueuedCall.attempts: attempts, QueuedCall.is_claimed: False}
    QueuedCall.update(changes).where(*_is(call)).execute()


def _stop(hook: OutgoingHook, error: str, home: str) -> None:
    disable(hook, error)
    host = hook.address.split("/")[2]
    about = {"bot": hook.bot.name, "room": hook.room.name, "host": host, "error": error, "home": home}
    tell_as_app(hook.maker, STOPPED.format(**about, id=hook.room_id))
