"""Choosing for how long messages are kept, and whether edits keep the texts before."""

from peewee import Expression

from chat import rooms
from chat.accounts import keep, note_action, require_active, require_administrator
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid, Unconfirmed
from chat.messages.commands.upkeep import begin_soon
from chat.messages.events import RetentionChanged
from chat.messages.retention import DAY_MS, HISTORY, MAX_DAYS, keeps_history
from chat.realtime.bus import bus
from chat.storage.database import database
from models import Message, MessageVersion, Room, now_ms


async def set_place_retention(actor: UserItem, days: object, *, is_sure: bool = True) -> None:
    """Choose after how many days the messages of all rooms are deleted, as an administrator; None for never.

    Raises `Forbidden`, `Invalid` for what is no number of days, and `Unconfirmed` for whoever is not sure, if there are
    messages to be deleted now.
    """
    chosen = clean_days(days)
    number = 0 if is_sure else await database.read(_count_in_place, actor, chosen)
    await database.write(_set_place, actor, chosen, number)


async def set_room_retention(actor: UserItem, room_id: int, days: object, *, is_sure: bool = True) -> None:
    """Choose after how many days the messages of a room that the actor manages are deleted; None for the place's.

    Raises `NotFound`, and as `set_place_retention` does, `Invalid` also for longer than the place keeps messages.
    """
    chosen = clean_days(days)
    number = 0 if is_sure else await database.read(_count_in_room, actor, room_id, chosen)
    await database.write(_set_room, actor, room_id, chosen, number)


async def set_edit_history(actor: UserItem, *, on: bool, is_sure: bool = True) -> None:
    """Choose whether edits keep the texts before, as an administrator.

    Turned off, what was kept is shown to nobody from this moment, and deleted soon. Raises `Forbidden`, and
    `Unconfirmed` for whoever is not sure, if there is something to be deleted.
    """
    number = 0 if on or is_sure else await database.read(_count_edited, actor)
    await database.write(_set_history, actor, on, number)


def clean_days(raw: object) -> int | None:
    """Return a number of days, None for none; raises `Invalid`."""
    if raw is None or raw == "":
        return None
    text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= MAX_DAYS):
        raise Invalid(f"Give a whole number of days, from 1 to {MAX_DAYS:,}.")
    return int(text)


def _set_place(actor: UserItem, days: int | None, number: int) -> None:
    row = require_administrator(actor)
    if rooms.place_days() != days:
        _confirm_deleting(number)
        keep(rooms.PLACE_DAYS, str(days or ""))
        note_action(row, "retention", detail=_said(days))
        begin_soon()
        bus.publish_on_commit(RetentionChanged(None))


def _set_room(actor: UserItem, room_id: int, days: int | None, number: int) -> None:
    row, room, place = require_active(actor), rooms.lock_room(actor, room_id), rooms.place_days()
    if room.kind in ("direct", "thread") or not rooms.may_manage(actor, room_id):
        raise Forbidden("Only a room’s managers can do this.")
    if days is not None and place is not None and days > place:
        raise Invalid(f"At most {place} days: everywhere here messages are deleted after that.")
    if room.keeps_days != days:
        _confirm_deleting(number)
        room.keeps_days = days
        room.save(only=[Room.keeps_days])
        if room.kind == "open":  # a closed one is the business of its members alone
            note_action(row, "room-retention", room=room.id, detail=_said(days))
        begin_soon()
        bus.publish_on_commit(RetentionChanged(room.id))


def _set_history(actor: UserItem, on: bool, number: int) -> None:
    row = require_administrator(actor)
    if keeps_history() != on:
        if number:
            raise Unconfirmed(f"This deletes the earlier versions of {_counted(number)}. This can’t be undone.")
        keep(HISTORY, "on" if on else "")
        note_action(row, "edit-history", detail="on" if on else "off")
        begin_soon()


def _count_in_place(actor: UserItem, days: int | None) -> int:
    require_administrator(actor)
    return 0 if rooms.place_days() == days else _count(days, Message.id > 0)


def _count_in_room(actor: UserItem, room_id: int, days: int | None) -> int:
    if not rooms.may_manage(actor, room_id):
        return 0  # the change says what is wrong
    room = rooms.room_for(actor, room_id)
    return 0 if room.keeps_days == days else _count(days, (Room.id == room.id) | (Room.parent == room.id))


def _count_edited(actor: UserItem) -> int:
    require_administrator(actor)
    return MessageVersion.select(MessageVersion.message).distinct().count()


def _count(days: int | None, where: Expression) -> int:
    """Return how many messages are too old, before a change: all others would wait for that one."""
    if days is None:
        return 0
    before = now_ms() - days * DAY_MS
    return Message.select().join(Room).where(where, Message.created_at < before, Message.deleted_at.is_null()).count()


def _confirm_deleting(number: int) -> None:
    """Raise `Unconfirmed` if there are messages that are too old."""
    if number:
        raise Unconfirmed(f"This deletes {_counted(number)}, with all files and reactions. This can’t be undone.")


def _counted(number: int) -> str:
    return f"{number:,} message{'s' * (number != 1)}"


def _said(days: int | None) -> str:
    return f"{days} day{'s' * (days != 1)}" if days else ""
