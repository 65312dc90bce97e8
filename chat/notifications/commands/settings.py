"""Do not disturb, and how one wants to be told."""

import asyncio
from collections.abc import Collection
from typing import Any

from chat.accounts import profile, require_active, set_zone
from chat.accounts.items import UserItem
from chat.errors import Invalid, about_field
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

    Its time zone becomes that of the profile: everybody has one. Without one in the schedule it is the profile's.
    Raises `Invalid`, with the name of the field, for a schedule that no clock or calendar has.
    """
    with about_field("day"):
        if not set(schedule.days) <= set(EVERY_DAY):
            raise Invalid("There is no such day.")
    for name, minute in (("begins", schedule.begins), ("ends", schedule.ends)):
        with about_field(name):
            if not 0 <= minute < DAY:
                raise Invalid("Give times of the day, such as 09:00.")
    await database.write(_set_schedule, actor, schedule)


async def set_mail(actor: UserItem, *, is_wanted: bool) -> None:
    """Choose whether one gets mail about what one has missed."""
    await database.write(_change, actor, wants_mail=is_wanted)


async def set_replies(actor: UserItem, *, are_wanted: bool) -> None:
    """Choose whether answers to one's messages are told as if they mentioned one; earlier ones stay as they are."""
    await database.write(_change, actor, wants_replies=are_wanted)


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


def _set_schedule(actor: UserItem, schedule: Schedule) -> None:
    with about_field("time_zone"):
        if schedule.time_zone:
            set_zone(require_active(actor), schedule.time_zone)
        elif schedule.days and not profile(actor.id).zone:
            raise Invalid("Choose a time zone from the list.")
    days = "".join(sorted(set(schedule.days)))
    _change(actor, days=days, begins=schedule.begins, ends=schedule.ends)


def _pause(actor: UserItem, how_long: str, time_zone: str) -> None:
    row = _change(actor)
    now, here = now_ms(), time_zone if time_zone in time_zones() else profile(actor.id).zone
    row.paused_until = now + PAUSES[how_long] * 60_000 if how_long in PAUSES else tomorrow(here, now)
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
