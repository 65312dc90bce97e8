"""Reads of how people are told, for whom it is about."""

from chat.accounts.items import UserItem
from chat.notifications.items import Schedule, SettingsItem
from models import NotificationSettings, User, is_active


def settings(actor: UserItem) -> SettingsItem:
    """Return how the actor wants to be told."""
    rows = NotificationSettings.select().join(User).where(NotificationSettings.user == actor.id, is_active())
    return settings_item(rows.first())


def settings_item(row: NotificationSettings | None) -> SettingsItem:
    """Return the item of somebody's row; without one, what holds for whoever has chosen nothing yet."""
    if row is None:
        return SettingsItem()
    schedule = Schedule(row.days, row.begins, row.ends, row.time_zone)
    return SettingsItem(row.paused_until, schedule, bool(row.wants_mail))
