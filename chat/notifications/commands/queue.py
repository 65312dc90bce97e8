"""The queue of what is to be pushed or mailed: filled from the messages, emptied by whichever process comes first.

A message is not delayed by it: how far messages have been looked at is a number in the settings table, and what comes
after it is looked at some seconds later. So nothing is lost by a restart, and nothing is queued twice.
"""

from collections.abc import Collection
from itertools import takewhile

import peewee

from chat.notifications.decision import is_meant, is_told
from chat.notifications.occasions import occasions, people_who_may_be_told
from chat.notifications.queries import CURSOR, PASSED_OVER, passed_over, unfinished
from chat.storage.database import database
from models import Message, NotificationSettings, PushSubscription, QueuedNotice, Setting, now_ms

GRACE_MS = 6_000
"""How long a message is left alone: whoever looks at it, or at their page, need not be told by other ways.

It is also longer than a change of the database takes, so that no message with a smaller id comes later."""

PUSH_FOR_MS = 3600 * 1000
"""How old a message may be to be pushed."""

MAIL_AFTER_MS = 15 * 60 * 1000
MAIL_FOR_MS = 24 * 3600 * 1000

BATCH = 200


async def queue_notices(*, with_mail: bool) -> bool:
    """Queue who is to be told of the messages since it was done last; return whether there may be more."""
    return await database.write(_queue, with_mail)


async def finish(queued: Collection[int]) -> None:
    """Take from the queue what was sent, or what nobody needs any more."""
    await database.write(_finish, tuple(queued))


async def postpone(queued: Collection[int], pause_ms: int) -> None:
    """Try it again later; `pause_ms` from now."""
    await database.write(_postpone, tuple(queued), pause_ms)


async def forget_browser(subscription_id: int) -> None:
    """Forget a browser that wants no notifications any more, and what was queued for it."""
    await database.write(_forget, subscription_id)


def _queue(with_mail: bool) -> bool:
    cursor = Setting.get_or_none(Setting.name == CURSOR)
    if cursor is None:
        newest = Message.select(peewee.fn.MAX(Message.id)).scalar() or 0
        Setting.create(name=CURSOR, value=str(newest))
        return False
    now = now_ms()
    rows = list(Message.select().where(Message.id > int(cursor.value)).order_by(Message.id).limit(BATCH))
    ripe = list(takewhile(lambda row: row.created_at <= now - GRACE_MS, rows))
    later = passed_over()
    written = unfinished([*later, *(row.id for row in ripe if not row.body)])
    whole = [id_ for id_ in later if id_ not in written]
    if not ripe and not whole:
        return False
    running = [row.id for row in ripe if row.id in written]
    _pass_over([*(id_ for id_ in later if id_ not in whole), *running])
    seen = ripe[-1].id if ripe else int(cursor.value)
    ripe = [*Message.select().where(Message.id.in_(whole)), *(row for row in ripe if row.id not in running)]
    young = [message for message in ripe if not message.deleted_at and message.created_at > now - MAIL_FOR_MS]
    people = people_who_may_be_told(young)
    for message in young:
        if people[message.id]:
            _queue_message(message, people[message.id], with_mail, now)
    Setting.update(value=str(seen)).where(Setting.name == CURSOR).execute()
    return len(ripe) >= BATCH


def _pass_over(message_ids: Collection[int]) -> None:
    """Note which messages are looked at once they are whole."""
    Setting.delete().where(Setting.name == PASSED_OVER).execute()
    if message_ids:
        Setting.create(name=PASSED_OVER, value=" ".join(map(str, message_ids)))


def _queue_message(message: Message, people: Collection[int], with_mail: bool, now: int) -> None:
    told = {
        user_id: occasion
        for (user_id, _), occasion in occasions((user_id, message.id) for user_id in people).items()
        if is_told(occasion)
    }
    rows: list[dict[str, int | None]] = [
        {"user": row.user_id, "message": message.id, "subscription": row.id, "due_at": now}
        for row in PushSubscription.select().where(PushSubscription.user.in_(list(told)))
        if message.created_at > now - PUSH_FOR_MS
    ]
    if with_mail:
        chosen = NotificationSettings.select(NotificationSettings.user).where(~NotificationSettings.wants_mail)
        unwilling = {row.user_id for row in chosen.where(NotificationSettings.user.in_(list(told)))}
        due = message.created_at + MAIL_AFTER_MS
        rows += [
            {"user": user_id, "message": message.id, "subscription": None, "due_at": due}
            for user_id, occasion in told.items()
            if user_id not in unwilling and is_meant(occasion)
        ]
    for begin in range(0, len(rows), BATCH):
        QueuedNotice.insert_many(rows[begin : begin + BATCH]).execute()


def _finish(queued: tuple[int, ...]) -> None:
    QueuedNotice.delete().where(QueuedNotice.id.in_(queued)).execute()


def _postpone(queued: tuple[int, ...], pause_ms: int) -> None:
    changes = {QueuedNotice.due_at: now_ms() + pause_ms, QueuedNotice.attempts: QueuedNotice.attempts + 1}
    QueuedNotice.update(changes).where(QueuedNotice.id.in_(queued)).execute()


def _forget(subscription_id: int) -> None:
    PushSubscription.delete().where(PushSubscription.id == subscription_id).execute()
