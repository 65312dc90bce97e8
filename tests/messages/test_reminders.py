"""Reminders of saved messages: direct messages from the app, each sent once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chat import accounts, messages, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages import (
    cancel_reminder,
    delete_message,
    remind_of,
    reminding,
    send_due_reminders,
    send_message,
    unsave_message,
)
from chat.messages.events import MessageCreated
from models import Membership, Message, Room, SavedMessage, User, now_ms

HOME = "https://chat.example.com"


def comes_due():
    """Have every reminder be due."""
    SavedMessage.update(remind_at=1).where(SavedMessage.remind_at.is_null(False)).execute()


def told(person):
    return [row.body for row in Message.select().join(User).where(User.role == "app").order_by(Message.id)]


def directs(person):
    return [own for own in rooms.room_list(person).rooms if own.room.kind == "direct"]


async def remind(person, message):
    await remind_of(person, message.id, "1-hour")
    comes_due()
    await send_due_reminders(HOME)


async def test_the_app_writes_with_a_link_once_and_is_told_as_any_direct_message(ada, ben, room, published):
    message = await send_message(ben, room.id, "the wifi password changed")
    await remind_of(ada, message.id, "20-minutes")
    assert abs(messages.reminders(ada)[message.id] - now_ms() - 20 * 60_000) < 60_000
    await send_due_reminders(HOME)
    assert told(ada) == []
    comes_due()
    for _ in range(2):
        await send_due_reminders(HOME)
    assert told(ada) == [f"You asked to be reminded of this message:\n{HOME}/rooms/{room.id}/@{message.id}"]
    [item] = [event.message for event in published if isinstance(event, MessageCreated)][1:]
    assert item.author.name == "StreamChat"
    [direct] = directs(ada)
    assert (direct.room.name, direct.room.kind, rooms.unread(ada)[0].count) == ("StreamChat", "direct", 1)
    assert messages.reminders(ada) == {}
    assert len(messages.saved_messages(ada).items) == 1


async def test_later_ones_come_in_the_same_room_also_when_it_was_hidden(ada, ben, room):
    one, two = [await send_message(ben, room.id, body) for body in ("one", "two")]
    await remind(ada, one)
    [direct] = directs(ada)
    await rooms.hide_direct(ada, direct.room.id)
    await remind(ada, two)
    assert [own.room.id for own in directs(ada)] == [direct.room.id]
    assert len(told(ada)) == 2


async def test_the_app_is_nobody_one_can_find_write_to_or_log_in_as(ada, ben, room):
    await remind(ada, await send_message(ben, room.id, "one"))
    app = User.get(User.role == "app")
    assert "StreamChat" not in [person.name for person in accounts.directory().items]
    assert "StreamChat" not in [person.user.name for person in accounts.people()]
    assert accounts.credentials("app") is None
    assert not list(rooms.people_to_mention(ada, room.id, "Stream"))
    with pytest.raises(NotFound):
        await rooms.open_direct(ben, [app.id])
    [direct] = directs(ada)
    with pytest.raises(Forbidden, match="what you have asked for"):
        await send_message(ada, direct.room.id, "thanks")
    assert accounts.profile(app.id).is_app


async def test_of_what_is_gone_or_hidden_now_the_reminder_has_no_word(ada, ben, room):
    deleted, hidden = [await send_message(ben, room.id, body) for body in ("a secret", "another")]
    await remind_of(ada, deleted.id, "1-hour")
    await delete_message(ben, deleted.id)
    comes_due()
    await send_due_reminders(HOME)
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.update(left_at=1).where(Membership.room == room.id, Membership.user == ada.id).execute()
    SavedMessage.create(user=ada.id, message=hidden.id, remind_at=1)
    await send_due_reminders(HOME)
    assert told(ada) == ["You asked to be reminded of a message that is gone, or that you can no longer see."] * 2


async def test_unsaving_and_cancelling_end_it_and_who_is_gone_is_told_nothing(ada, ben, room):
    one, two, three = [await send_message(ben, room.id, body) for body in ("one", "two", "three")]
    for message in (one, two):
        await remind_of(ada, message.id, "1-hour")
    await unsave_message(ada, one.id)
    await cancel_reminder(ada, two.id)
    await remind_of(ben, three.id, "tomorrow")
    User.update(deactivated_at=1).where(User.id == ben.id).execute()
    comes_due()
    await send_due_reminders(HOME)
    assert (told(ada), messages.reminders(ben)) == ([], {})
    assert [item.body for item in messages.saved_messages(ada).items] == ["two"]


def test_times_are_those_of_the_clock_where_one_is(monkeypatch):
    now = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # in Berlin it is Monday already
    monkeypatch.setattr(reminding, "time_in", lambda zone: now.astimezone(ZoneInfo(zone)) if zone else None)
    monkeypatch.setattr(reminding, "datetime", Frozen)

    def at(when, zone="Europe/Berlin"):
        return datetime.fromtimestamp(reminding.due_at(when, zone) / 1000, UTC).strftime("%d %H:%M")

    assert [at("20-minutes"), at("tomorrow"), at("monday")] == ["29 23:50", "01 08:00", "07 08:00"]
    assert [at("tomorrow", ""), at("monday", "")] == ["30 09:00", "30 09:00"]
    assert at("2026-11-30T09:15") == "30 08:15"
    for wrong in ("2026-11-29T09:00", "2099-01-01T00:00", "soon", "", None, 5, "2026-13-01T00:00", "x" * 16, []):
        with pytest.raises(Invalid):
            reminding.due_at(wrong, "Europe/Berlin")


def test_after_summer_time_has_ended_as_long_as_before(monkeypatch):
    for minute in (30, 90):  # 02:30 in Berlin, twice
        now = datetime(2026, 10, 25, 0, tzinfo=UTC) + timedelta(minutes=minute)
        local = now.astimezone(ZoneInfo("Europe/Berlin"))
        monkeypatch.setattr(reminding, "time_in", lambda zone, local=local: local)
        assert reminding.due_at("20-minutes", "Europe/Berlin") == (now.timestamp() + 20 * 60) * 1000
        assert reminding.due_at("2026-10-25T03:05", "Europe/Berlin") == at_utc(25, 2, 5)
    for never in ("9999-12-31T23:59", "0001-01-01T00:00"):
        for zone in ("Asia/Tokyo", "America/New_York"):
            monkeypatch.setattr(reminding, "time_in", lambda zone: datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)))
            with pytest.raises(Invalid):
                reminding.due_at(never, zone)


def at_utc(day, hour, minute):
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC).timestamp() * 1000


class Frozen(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
