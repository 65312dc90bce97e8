"""Claiming what is due in the queue: it belongs to the process that claimed it, for as long as sending may take.

What has become pointless meanwhile is dropped here: read, deleted, of a room that was left, or by do not disturb.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from chat.accounts import registration
from chat.notifications.commands.queue import MAIL_AFTER_MS, MAIL_FOR_MS, PUSH_FOR_MS
from chat.notifications.commands.unsubscribing import unsubscribe_token
from chat.notifications.decision import is_told
from chat.notifications.items import Dispatch, Missed, NoticeItem, PushItem
from chat.notifications.loading import notice_items
from chat.notifications.occasions import occasions
from chat.storage.database import database
from models import Message, NotificationSettings, PushSubscription, QueuedNotice, User, now_ms

LEASE_MS, MAIL_LEASE_MS = 2 * 60 * 1000, 10 * 60 * 1000
"""After this long, what was claimed and neither sent nor given back is due again: its process may have ended.

It is longer than all that one claim takes may need, see `delivery.py`, or that would be sent twice."""

LOOKING_MS = 20_000
"""How long somebody who said that they look at a page counts as doing so."""

BATCH = 100


async def claim_pushes() -> list[Dispatch]:
    """Take what is to be pushed now; of several messages of one room only the newest, which stands for all."""
    return await database.write(_claim_pushes)


async def claim_mails() -> list[Missed]:
    """Take what is to be mailed now: all that somebody has missed, in one mail."""
    return await database.write(_claim_mails)


def _claim_pushes() -> list[Dispatch]:
    now = now_ms()
    rows = QueuedNotice.select(QueuedNotice, PushSubscription, Message).join(PushSubscription)
    rows = rows.switch(QueuedNotice).join(Message).where(QueuedNotice.due_at <= now)
    due = list(rows.order_by(QueuedNotice.message, QueuedNotice.id).limit(BATCH))
    looking = _who_looked(now - LOOKING_MS)
    kept = _still_told(row for row in due if row.message.created_at > now - PUSH_FOR_MS and row.user_id not in looking)
    _drop_others(due, kept)
    _lease([row.id for row in kept], now + LEASE_MS)
    notices = notice_items({(row.user_id, row.message_id) for row in kept})
    groups: dict[tuple[int, int], list[QueuedNotice]] = defaultdict(list)
    for row in kept:
        groups[row.subscription.id, row.message.room_id].append(row)
    return [_dispatch(group, notices) for group in groups.values()]


def _dispatch(group: list[QueuedNotice], notices: dict[tuple[int, int], NoticeItem]) -> Dispatch:
    newest, browser = group[-1], group[-1].subscription
    return Dispatch(
        tuple(row.id for row in group),
        PushItem(browser.id, browser.endpoint, browser.public_key, browser.secret),
        notices[newest.user_id, newest.message_id],
        max(row.attempts for row in group),
        newest.message.created_at + PUSH_FOR_MS,
    )


def _claim_mails() -> list[Missed]:
    now = now_ms()
    mails = QueuedNotice.select().where(QueuedNotice.subscription.is_null())
    due = {row.user_id for row in mails.where(QueuedNotice.due_at <= now).order_by(QueuedNotice.due_at).limit(BATCH)}
    if not due:
        return []
    here = _who_looked(now - MAIL_AFTER_MS) & due
    QueuedNotice.update(due_at=now + MAIL_AFTER_MS).where(
        QueuedNotice.subscription.is_null(), QueuedNotice.user.in_(list(here)), QueuedNotice.due_at <= now
    ).execute()
    rows = mails.select_extend(Message).join(Message).where(QueuedNotice.user.in_(list(due - here)))
    waiting = list(rows.order_by(QueuedNotice.message))
    kept = _still_told(row for row in waiting if row.message.created_at > now - MAIL_FOR_MS)
    unwilling = NotificationSettings.select(NotificationSettings.user).where(~NotificationSettings.wants_mail)
    willing = list(User.select().where(User.id.in_([row.user_id for row in kept]), User.id.not_in(unwilling)))
    wanting = {user.id for user in willing}
    kept = [row for row in kept if row.user_id in wanting]
    _drop_others(waiting, kept)
    _lease([row.id for row in kept], now + MAIL_LEASE_MS)
    notices = notice_items({(row.user_id, row.message_id) for row in kept})
    return [_missed(user, [row for row in kept if row.user_id == user.id], notices) for user in willing]


def _missed(user: User, rows: list[QueuedNotice], notices: dict[tuple[int, int], NoticeItem]) -> Missed:
    """Return one person's mail, without the words of messages where anybody may register.

    Nobody has confirmed that the address is theirs: otherwise one could have this server send texts to strangers.
    """
    theirs = [notices[user.id, row.message_id] for row in rows]
    is_open = registration() == "open"
    return Missed(
        tuple(row.id for row in rows),
        user.email,
        tuple(replace(notice, text="") if is_open else notice for notice in theirs),
        max(row.attempts for row in rows),
        unsubscribe_token(user.id),
    )


def _still_told(rows: Iterable[QueuedNotice]) -> list[QueuedNotice]:
    """Return what is still to be told, as things stand now."""
    waiting = list(rows)
    now = occasions((row.user_id, row.message_id) for row in waiting)
    return [row for row in waiting if (found := now.get((row.user_id, row.message_id))) and is_told(found)]


def _who_looked(since: int) -> set[int]:
    rows = NotificationSettings.select(NotificationSettings.user).where(NotificationSettings.looked_at >= since)
    return {row.user_id for row in rows}


def _drop_others(rows: Iterable[QueuedNotice], kept: Iterable[QueuedNotice]) -> None:
    ids = {row.id for row in rows} - {row.id for row in kept}
    QueuedNotice.delete().where(QueuedNotice.id.in_(list(ids))).execute()


def _lease(ids: Collection[int], until: int) -> None:
    QueuedNotice.update(due_at=until).where(QueuedNotice.id.in_(list(ids))).execute()
