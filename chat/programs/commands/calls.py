"""Claims what is due in the queue of outgoing webhooks, and notes what has become of it.

What has become pointless is dropped here: its bot has left, its maker sees
the room no more, the room is archived, the message is deleted.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from peewee import JOIN, fn

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
"""How often one looks for what is younger, where everything that is due is pointless."""

OF_ONE_MAKER = 5
"""How many webhooks of one person are told at a time, so that theirs, if they are slow, do not hold up all others."""

STOPPED = """The webhook of {bot} in “{room}” has been stopped: {host} could not be told of messages ({error}). \
When it works again, have it go on in the room’s settings:
{home}/rooms/{id}/settings#outgoing"""


async def claim_calls(most: int) -> list[Call]:
    """Take what is due now, the oldest of each webhook, first of those that were told longest ago; so many at most.

    What is younger waits until that is told or given up, so that each is told in the order in which things were said.
    """
    return await database.write(_claim, most)


async def finish_call(call: Call, error: str = "") -> None:
    """Record that a webhook was called; `error` says what was wrong with its answer."""
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


def _claim(most: int) -> list[Call]:
    now = now_ms()
    calls: list[Call] = []
    for _ in range(BATCH):
        rows = _first(most - len(calls), now)
        calls += [call for row in rows if (call := _taken(row, now))]
        if not rows or len(calls) == most:  # where something was pointless, there may be something younger
            break
    return calls


def _first(most: int, now: int) -> list[QueuedCall]:
    """Return the due calls of the webhooks whose turn it is and that are not being called."""
    maker = (OutgoingHook.id, OutgoingHook.maker)
    claimed = QueuedCall.select(*maker).join(OutgoingHook)
    under_way: Any = claimed.where(QueuedCall.is_claimed == True, QueuedCall.due_at > now).tuples()  # noqa: E712
    busy = dict(under_way)
    room = {id_: OF_ONE_MAKER - already for id_, already in Counter(busy.values()).items()}
    each: Any = QueuedCall.alias()
    ids: list[int] = []
    waiting = each.select(each.id).where(each.hook == OutgoingHook.id, each.due_at.is_null(False))
    oldest = waiting.order_by(each.message).limit(1)
    heads: Any = OutgoingHook.select(*maker, QueuedCall.id).join(QueuedCall, on=(QueuedCall.id == oldest))
    heads = heads.where(QueuedCall.due_at <= now).order_by(fn.COALESCE(OutgoingHook.told_at, 0), QueuedCall.message)
    for hook_id, maker_id, row_id in heads.tuples():
        room.setdefault(maker_id, OF_ONE_MAKER)
        if hook_id not in busy and room[maker_id] > 0 and len(ids) < most:
            room[maker_id] -= 1
            ids.append(row_id)
    rows = lock_for_update(QueuedCall.select().where(QueuedCall.id.in_(ids), QueuedCall.due_at <= now))
    return list(rows.order_by(QueuedCall.message))


def _taken(row: QueuedCall, now: int) -> Call | None:
    """Claim what is to be told; drop what is nothing any more, and return None."""
    call = _call(row)
    row.is_claimed, row.due_at = bool(call), now + LEASE_MS if call else None
    row.save(only=[QueuedCall.is_claimed, QueuedCall.due_at])
    return call


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
