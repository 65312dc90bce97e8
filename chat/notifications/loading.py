"""Items from rows."""

from collections.abc import Collection
from typing import Any

from chat.messages.markdown import plain_text
from chat.notifications.items import NoticeItem, Schedule, SettingsItem
from models import Message, NotificationSettings, Room, User


def settings_item(row: NotificationSettings | None, zone: str) -> SettingsItem:
    """Return the item of somebody's row and time zone; without a row, what holds for whoever has chosen nothing yet."""
    if row is None:
        return SettingsItem(schedule=Schedule(time_zone=zone))
    schedule = Schedule(row.days, row.begins, row.ends, zone)
    return SettingsItem(row.paused_until, schedule, bool(row.wants_mail), bool(row.wants_replies))


def notice_items(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], NoticeItem]:
    """Return what people are told of messages, by person and message; whether they are is to be asked before."""
    ids = {message_id for _, message_id in pairs}
    rows: Any = (
        Message.select(Message, Room, User).join(Room).switch(Message).join(User).where(Message.id.in_(list(ids)))
    )
    found = {
        row.id: NoticeItem(row.room_id, row.id, row.author.name, row.room.name, plain_text(row.body, row.html))
        for row in rows
    }
    return {pair: found[pair[1]] for pair in pairs if pair[1] in found}
