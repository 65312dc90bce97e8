"""Do not disturb, and how one wants to be told."""

import asyncio
from collections.abc import Collection
from typing import Any

from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.notifications.items import EVERY_DAY, Schedule
from chat.notifications.quiet import time_zones, tomorrow
from chat.storage.database import database
from models import NotificationSettings, now_ms

PAUSES = {"30": 30, "60": 60}
"""Pauses to choose from, in minutes; besides them there is "tomorrow"."""

DAY = 24 * 60

GATHERING = 0.3
"""Seconds in which those who look at a page are gathered: all in a large room do when somebody writes `@room`."""

_looking: set[int] = set()
"""Who is to be noted next, by their ids."""


async def pause_notifications(actor: UserItem, how_long: str, time_zone: str = "") -> None:
    """Be told of nothing for a while: "30" or "60" minutes, or until "tomorrow", by the clock of a time zone.

    Raises `Invalid` for any other.
    """
    if how_long not in PAUSES and how_long != "tomorrow":
        raise Invalid("Choose for how long.")
    await database.write(_pause, actor, how_long, time_zone)


async def resume_notifications(actor: UserItem) -> None:
    """End a pause."""
    await database.write(_change, actor, paused_until=0)


async def set_schedule(actor: UserItem, schedule: Schedule) -> None:
    """Be told of something at some times of the week only, or with a schedule without days at any time.

    Raises `Invalid` for a schedule that no clock or calendar has.
    """
    if not set(schedule.days) <= set(EVERY_DAY):
        raise Invalid("There is no such day.")
    if not (0 <= schedule.begins < DAY and 0 <= schedule.ends < DAY):
        raise Invalid("Give times of the day, such as 09:00.")
    if schedule.days and schedule.time_zone not in time_zones():
        raise Invalid("Choose a time zone from the list.")
    days = "".join(sorted(set(schedule.days)))
    times = {"begins": schedule.begins, "ends": schedule.ends}
    zone = {"time_zone": schedule.time_zone} if schedule.time_zone in time_zones() else {}
    await database.write(_change, actor, days=days, **times, **zone)


async def set_mail(actor: UserItem, *, is_wanted: bool) -> None:
    """Choose whether one gets mail about what one has missed."""
    await database.write(_change, actor, wants_mail=is_wanted)


async def note_looking(actor: UserItem) -> None:
    """Note soon that the actor looks at one of their pages now: whatever comes up they see there."""
    await database.read(require_active, actor)
    _looking.add(actor.id)
    if len(_looking) > 1:
        return  # whoever came first notes all
    try:
        await asyncio.sleep(GATHERING)
    finally:
        ids = list(_looking)
        _looking.clear()
    await database.write(_note_looking, ids)


def _pause(actor: UserItem, how_long: str, time_zone: str) -> None:
    known = {"time_zone": time_zone} if time_zone in time_zones() else {}
    row = _change(actor, **known)
    now = now_ms()
    row.paused_until = now + PAUSES[how_long] * 60_000 if how_long in PAUSES else tomorrow(row.time_zone, now)
    row.save(only=[NotificationSettings.paused_until])


def _note_looking(user_ids: Collection[int]) -> None:
    rows = [{"user": user_id, "looked_at": now_ms()} for user_id in user_ids]
    same: Any = NotificationSettings.looked_at
    NotificationSettings.insert_many(rows).on_conflict(
        conflict_target=[NotificationSettings.user], preserve=[same]
    ).execute()


def _change(actor: UserItem, **columns: Any) -> NotificationSettings:
    require_active(actor)
    row: NotificationSettings | None = NotificationSettings.get_or_none(NotificationSettings.user == actor.id)
    if row is None:
        created: NotificationSettings = NotificationSettings.create(user=actor.id, **columns)
        return created
    if columns:
        NotificationSettings.update(columns).where(NotificationSettings.id == row.id).execute()
        row = NotificationSettings.get_by_id(row.id)
    return row
