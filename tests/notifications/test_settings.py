"""How somebody wants to be told: pauses, the schedule and mail."""

import asyncio

import pytest

from chat import accounts, notifications
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.notifications.items import Schedule, SettingsItem
from models import NotificationSettings, now_ms
from tests.statements import counted

OFFICE = Schedule("12345", 540, 1080, "Europe/Vienna")


def test_whoever_has_chosen_nothing_is_told_at_any_time(ada: UserItem) -> None:
    assert notifications.settings(ada) == SettingsItem()


async def test_pauses_last_as_long_as_they_say(ada: UserItem, ben: UserItem) -> None:
    for how_long, minutes in (("30", 30), ("60", 60)):
        before = now_ms()
        await notifications.pause_notifications(ada, how_long)
        until = notifications.settings(ada).paused_until
        assert before + minutes * 60_000 <= until <= now_ms() + minutes * 60_000
    await notifications.pause_notifications(ada, "tomorrow", "Asia/Tokyo")
    assert notifications.settings(ada).paused_until > now_ms()
    assert notifications.settings(ada).schedule.time_zone == "", "which is of the pause alone"
    await notifications.resume_notifications(ada)
    assert notifications.settings(ada).paused_until == 0
    assert notifications.settings(ben) == SettingsItem()


@pytest.mark.parametrize("how_long", ["", "31", "-30", "forever"])
async def test_there_are_no_other_pauses(ada: UserItem, how_long: str) -> None:
    with pytest.raises(Invalid):
        await notifications.pause_notifications(ada, how_long)


async def test_a_schedule_is_kept_and_one_without_days_is_none(ada: UserItem) -> None:
    await notifications.set_schedule(ada, Schedule("54321", 540, 1080, "Europe/Vienna"))
    assert notifications.settings(ada).schedule == OFFICE
    assert accounts.profile(ada.id).zone == "Europe/Vienna"
    await accounts.change_profile(ada, zone="Asia/Tokyo")
    assert notifications.settings(ada).schedule.time_zone == "Asia/Tokyo", "there is one for each person"
    await notifications.set_schedule(ada, Schedule())
    assert notifications.settings(ada).schedule.days == ""
    assert NotificationSettings.select().count() == 1


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule("8", 0, 0, "UTC"),
        Schedule("1", -1, 0, "UTC"),
        Schedule("1", 0, 1440, "UTC"),
        Schedule("1", 0, 0, "Ada"),
        Schedule("1", 0, 0),  # by nobody's clock
    ],
)
async def test_what_no_clock_has_is_refused(ada: UserItem, schedule: Schedule) -> None:
    with pytest.raises(Invalid):
        await notifications.set_schedule(ada, schedule)


async def test_mail_can_be_declined(ada: UserItem) -> None:
    await notifications.set_mail(ada, is_wanted=False)
    assert not notifications.settings(ada).wants_mail


async def test_being_told_of_answers_can_be_declined(ada: UserItem) -> None:
    assert notifications.settings(ada).wants_replies
    await notifications.set_replies(ada, are_wanted=False)
    assert not notifications.settings(ada).wants_replies


async def test_all_who_look_at_a_time_are_noted_in_one_change(ada: UserItem, ben: UserItem) -> None:
    await notifications.set_mail(ada, is_wanted=False)
    with counted() as made:
        await asyncio.gather(notifications.note_looking(ada), notifications.note_looking(ben))
    assert sum(text.startswith(("INSERT", "UPDATE")) for text, _ in made) == 1
    rows = {row.user_id: row for row in NotificationSettings.select()}
    assert all(rows[user.id].looked_at > 0 for user in (ada, ben))
    assert (rows[ada.id].wants_mail, rows[ben.id].wants_mail) == (False, True)
