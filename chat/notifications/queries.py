"""Reads of how people are told, and of what they are told, for whom it is about."""

from collections.abc import Collection
from typing import Any

import peewee

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.notifications.decision import is_told
from chat.notifications.items import DeviceItem, NoticeItem, SettingsItem
from chat.notifications.loading import notice_items, settings_item
from chat.notifications.occasions import occasions
from models import (
    Message,
    NotificationSettings,
    PushSubscription,
    QueuedNotice,
    Room,
    RunningText,
    Session,
    Setting,
    User,
    is_active,
    now_ms,
    row_id,
)

MAX_NOTICES = 20
"""Messages that a page may ask for at a time."""

CURSOR = "notified_message"
"""The setting that says how far messages have been looked at for the queue."""

PASSED_OVER = "notified_message_later"
"""The setting that has the ids of those before it that were still being written then."""


def settings(actor: UserItem) -> SettingsItem:
    """Return how the actor wants to be told."""
    rows = NotificationSettings.select().join(User).where(NotificationSettings.user == actor.id, is_active())
    return settings_item(rows.first(), accounts.profile(actor.id).zone)


def devices(actor: UserItem) -> list[DeviceItem]:
    """List the browsers that notifications are pushed to for the actor, the newest first."""
    rows = PushSubscription.select(PushSubscription, Session).join(Session).where(PushSubscription.user == actor.id)
    return [
        DeviceItem(row.id, row.session_id, row.session.device, row.created_at)
        for row in rows.order_by(PushSubscription.id.desc())
    ]


def notices(actor: UserItem, message_ids: Collection[int]) -> list[NoticeItem]:
    """Return what the actor is told of these messages, in their order; of what they are not to be told, nothing."""
    wanted = sorted({row_id(id_) for id_ in message_ids})[-MAX_NOTICES:]
    visible: Any = Message.select(Message.id).join(Room).where(Message.id.in_(wanted), rooms.visible_to(actor))
    visible = visible.where(Message.id.not_in(RunningText.select(RunningText.message)))  # not before they are whole
    pairs = [(actor.id, id_) for (id_,) in visible.tuples()]
    told = [pair for pair, occasion in occasions(pairs).items() if is_told(occasion)]
    return sorted(notice_items(told).values(), key=lambda notice: notice.message_id)


def passed_over() -> list[int]:
    """Return the messages that the queue has passed over because they were still being written."""
    passed = Setting.get_or_none(Setting.name == PASSED_OVER)
    return [int(id_) for id_ in passed.value.split()] if passed else []


def unfinished(message_ids: Collection[int]) -> set[int]:
    """Return which of these messages are being written word by word; of none, without a query."""
    if not message_ids:
        return set()
    rows: Any = RunningText.select(RunningText.message).where(RunningText.message.in_(list(message_ids)))
    return {id_ for (id_,) in rows.tuples()}


def has_work() -> bool:
    """Whether there are messages that the queue has not seen, or something in it is due."""
    newest = Message.select(peewee.fn.MAX(Message.id)).scalar() or 0
    seen = Setting.get_or_none(Setting.name == CURSOR)
    return (
        seen is None
        or newest > int(seen.value)
        or len(unfinished(later := passed_over())) < len(later)
        or QueuedNotice.select().where(QueuedNotice.due_at <= now_ms()).exists()
    )
