"""What people tell of themselves: what they do, where, and how they are."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chat import accounts, notifications
from chat.accounts import zones
from chat.accounts.items import StatusItem
from chat.errors import Invalid, NotFound
from models import NotificationSettings, Profile, User, now_ms
from tests.people import sign_in, stored

SOON = now_ms() + 10**9


def at(text: str, zone: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


async def test_who_has_told_nothing_has_a_name_alone(opened, ada):
    profile = accounts.profile(ada.id)
    assert (profile.user, profile.title, profile.zone, profile.status) == (ada, "", "", None)
    assert profile.is_active
    assert not profile.hides_presence


async def test_what_one_does_and_where_is_seen_by_all(opened, ada, published):
    await accounts.change_profile(ada, "  Night\nnurse ", "Asia/Tokyo")
    await accounts.set_status(ada, "🌴", "On vacation", SOON)
    await accounts.change_profile(ada, "Day nurse", "Europe/Berlin")
    profile = accounts.profile(ada.id)
    assert (profile.title, profile.zone) == ("Day nurse", "Europe/Berlin")
    assert profile.status == StatusItem("🌴", "On vacation", SOON)
    assert accounts.profiles([ada.id, 999]) == {ada.id: profile}
    assert Profile.select().count() == 1


@pytest.mark.parametrize(
    "zone",
    ["Europe/Atlantis", "europe/berlin", "../../etc/passwd", "/etc/localtime", "Europe", " ", "\0", "x" * 10_000],
)
async def test_there_are_no_other_zones(opened, ada, zone):
    before = stored()
    with pytest.raises(Invalid, match="time zone from the list"):
        await accounts.change_profile(ada, "", zone)
    assert stored() == before


@pytest.mark.parametrize("text", ["x" * 101, "x" * 10_000, "🌴" * 101])
async def test_what_is_too_long_is_refused(opened, ada, text):
    before = stored()
    for attempt in (accounts.change_profile(ada, text, ""), accounts.set_status(ada, "🌴", text)):
        with pytest.raises(Invalid, match="at most 100 characters"):
            await attempt
    assert stored() == before


async def test_characters_that_hide_or_reorder_others_are_dropped(opened, ada):
    await accounts.set_status(ada, "🌴", "away\0 \u202ereversed\n\x1b[2J")
    await accounts.change_profile(ada, "\u202enurse\u2066", "")
    profile = accounts.profile(ada.id)
    assert (profile.status.text, profile.title) == ("away reversed [2J", "nurse")


@pytest.mark.parametrize("emoji", ["ok", "🌴🌴", "🌴 gone", "7", "\u202e", "é", "🌴" * 20])
async def test_what_is_not_one_emoji_is_refused(opened, ada, emoji):
    if emoji == "\u202e":  # which leaves nothing
        await accounts.set_status(ada, emoji, "")
        assert accounts.profile(ada.id).status is None
        return
    with pytest.raises(Invalid):
        await accounts.set_status(ada, emoji, "away")


@pytest.mark.parametrize("emoji", ["🌴", "👩‍💻", "🇫🇷", "7️⃣", "❤️", "👨‍👩‍👧‍👦", "☕"])
async def test_emoji_of_several_characters_are_one(opened, ada, emoji):
    await accounts.set_status(ada, emoji, "")
    assert accounts.profile(ada.id).status == StatusItem(emoji, "")


async def test_a_status_without_an_emoji_gets_one_and_without_anything_is_cleared(opened, ada):
    await accounts.set_status(ada, "", "Writing", SOON)
    assert accounts.profile(ada.id).status.emoji == "💬"
    await accounts.set_status(ada, "", "  ", SOON)
    assert accounts.profile(ada.id).status is None
    assert Profile.get().status_until is None


@pytest.mark.parametrize("until", [0, -1, 1_700_000_000_000, 2**63, 10**30, "soon", 1.5, True])
async def test_a_status_ends_in_the_future(opened, ada, until):
    before = stored()
    with pytest.raises(Invalid, match="still to come"):
        await accounts.set_status(ada, "🌴", "", until)
    assert stored() == before


async def test_a_status_is_over_when_its_time_is(opened, ada):
    await accounts.set_status(ada, "🌴", "On vacation", SOON)
    Profile.update(status_until=now_ms()).execute()
    assert accounts.profile(ada.id).status is None


@pytest.mark.parametrize(
    ("lasts", "zone", "now", "end"),
    [
        ("30-minutes", "Asia/Tokyo", "2026-07-01T23:50", "2026-07-02T00:20"),
        ("1-hour", "Asia/Tokyo", "2026-07-01T23:50", "2026-07-02T00:50"),
        ("today", "Asia/Tokyo", "2026-07-01T23:50", "2026-07-02T00:00"),
        ("today", "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T00:00"),
        ("today", "Europe/Berlin", "2026-10-25T12:00", "2026-10-26T00:00"),  # the day has 25 hours
        ("this-week", "Europe/Berlin", "2026-07-01T12:00", "2026-07-06T00:00"),
        ("this-week", "Europe/Berlin", "2026-07-05T23:59", "2026-07-06T00:00"),
    ],
)
def test_days_and_weeks_end_at_midnight_where_one_is(monkeypatch, lasts, zone, now, end):
    monkeypatch.setattr(zones, "now_ms", lambda: at(now, zone))
    assert accounts.end_of(lasts, zone) == at(end, zone)


def test_after_summer_time_has_ended_as_long_as_before(monkeypatch):
    second = round(datetime(2026, 10, 25, 1, 10, tzinfo=UTC).timestamp() * 1000)  # 02:10 in Berlin, again
    monkeypatch.setattr(zones, "now_ms", lambda: second)
    assert accounts.end_of("30-minutes", "Europe/Berlin") == second + 30 * 60_000


def test_without_a_zone_days_end_in_utc_and_what_always_lasts_does_not_end():
    assert accounts.end_of("today", "") % (24 * 3600 * 1000) == 0
    assert accounts.end_of("today", "Europe/Atlantis") == accounts.end_of("today", "")
    assert accounts.end_of("always", "") is None
    for lasts in ("", "2-hours", None, [], 1):
        with pytest.raises(Invalid):
            accounts.end_of(lasts, "")


async def test_a_deleted_account_tells_nothing_more(opened, ada):
    await accounts.change_profile(ada, "Nurse", "Asia/Tokyo")
    await notifications.pause_notifications(ada, "tomorrow", "Asia/Tokyo")
    await accounts.delete_account(await sign_in(ada.id))
    profile = accounts.profile(ada.id)
    assert (profile.user.name, profile.title, profile.zone) == ("Former member", "", "")
    assert profile.is_deleted
    assert not profile.is_active
    assert not Profile.select().exists()
    assert not NotificationSettings.select().exists()


def test_of_a_deactivated_account_it_is_said(opened, ada):
    User.update(deactivated_at=1).where(User.id == ada.id).execute()
    assert accounts.profile(ada.id).is_deactivated


@pytest.mark.parametrize("user_id", [999, 0, -1, 2**63, "1", None, True])
def test_of_nobody_there_is_no_profile(opened, ada, user_id):
    with pytest.raises(NotFound):
        accounts.profile(user_id)
