"""From what somebody typed to conditions: who is meant by a name, which room, which days; as far as they may know."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from chat.accounts import time_in, zones_of
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms import room_for, visible_to
from chat.search.conditions import LINK, Has, Is, Says
from chat.search.entries import HAS_LINK, by, within
from chat.search.items import Filter, Query
from chat.search.language import EXAMPLES
from chat.search.marks import (
    ids_with_files,
    ids_with_images,
    ids_with_mentions,
    ids_with_reactions,
    pinned_ids,
    saved_ids,
)
from chat.storage.name_keys import name_key, without_accents
from models import Membership, Room, User, now_ms

MAX_NAMED = 50
"""How many people or rooms a name can mean."""

SEPARATORS = re.compile("[-_.]")
"""Characters at which names of rooms have further words."""

END = 4_102_444_800_000
"""The year 2100: a moment that no message is from."""


def conditions(actor: UserItem, query: Query, room_id: int | None) -> list[Says | Is | Has]:
    """Return what the messages are to be; raises `Invalid` for what means nothing, and `NotFound` for the room."""
    found: list[Says | Is | Has] = [Says(text) for text in query.texts]
    if room_id is not None:
        found.append(_in_room(actor, room_id))
    for name in ("from", "in"):
        found += _named(actor, name, [one for one in query.filters if one.name == name])
    found += _dates([one for one in query.filters if one.name in ("before", "after", "on")], _zone(actor))
    for one in query.filters:
        if one.name in ("has", "mentions", "is"):
            found.append(_mark(actor, one))
    return found


def _in_room(actor: UserItem, room_id: int) -> Is:
    room = room_for(actor, room_id)
    id_, home = room.id, room.parent_id or room.id
    return Is((within(home),), (lambda row: row.room_id == id_) if room.parent_id else (lambda row: row.home_id == id_))


def _named(actor: UserItem, name: str, filters: list[Filter]) -> list[Is]:
    """Return one condition for all that are wanted, of which any will do, and one for all that are not."""
    make: Callable[[set[int], bool], Is]
    find, make = (_people, _by) if name == "from" else (_rooms, _within)
    found = []
    for is_unwanted in (False, True):
        values = [one.value for one in filters if one.is_unwanted == is_unwanted]
        if values:
            found.append(make({id_ for value in values for id_ in find(actor, value)}, is_unwanted))
    return found


def _by(ids: set[int], is_unwanted: bool) -> Is:
    return Is(tuple(map(by, ids)), lambda row: row.author_id in ids, is_unwanted)


def _within(ids: set[int], is_unwanted: bool) -> Is:
    return Is(tuple(map(within, ids)), lambda row: row.home_id in ids, is_unwanted)


def _people(actor: UserItem, name: str) -> list[int]:
    if name.casefold() in ("me", "@me"):
        return [actor.id]
    rows: Any = User.select(User.id, User.name, User.name_key)
    return _best(rows.where(User.deleted_at.is_null()).tuples(), name, f"There is nobody called “{name}”.")


def _rooms(actor: UserItem, name: str) -> list[int]:
    rows: Any = Room.select(Room.id, Room.name, Room.name_key)
    named = list(rows.where(Room.kind.in_(("open", "closed")), visible_to(actor)).tuples())
    error = f"There is no room called “{name}”."
    if name.startswith("@"):
        return _direct_rooms(actor, _people(actor, name), error)
    return _best(named, name, error)


def _direct_rooms(actor: UserItem, people: list[int], error: str) -> list[int]:
    theirs: Any = Membership.select(Membership.room).where(Membership.user.in_(people))
    rooms: Any = Room.select(Room.id).where(Room.kind == "direct", Room.id.in_(theirs), visible_to(actor))
    found = [id_ for (id_,) in rooms.tuples()]
    if not found:
        raise Invalid(error)
    return found


def _best(rows: Any, name: str, error: str) -> list[int]:
    """Return those who are called so, else those with a name like this, else those one of whose names begins so."""
    sought = without_accents(name_key(name))
    keys = [(id_, without_accents(stored or name_key(plain))) for id_, plain, stored in rows]
    words = [(id_, f" {SEPARATORS.sub(' ', one)} ") for id_, one in keys if sought]
    found = (
        [id_ for id_, one in keys if one == sought]
        or [id_ for id_, one in words if f" {sought} " in one]
        or [id_ for id_, one in words if f" {sought}" in one]
    )
    if not found:
        raise Invalid(error)
    return found[:MAX_NAMED]


def _zone(actor: UserItem) -> tzinfo:
    """Return the time zone of the actor's profile, or UTC."""
    now = time_in(zones_of([actor.id]).get(actor.id, ""))
    return now.tzinfo if now and now.tzinfo else UTC


def _dates(filters: list[Filter], zone: tzinfo) -> list[Is]:
    """Return a condition for each; raises `Invalid` where no day can be all that is wanted."""
    spans = [_span(one, zone) for one in filters]
    wanted = [(one, span) for one, span in zip(filters, spans, strict=True) if not one.is_unwanted]
    if len(wanted) > 1 and max(start for _, (start, _end) in wanted) >= min(end for _, (_start, end) in wanted):
        raise Invalid(f"No day is {' and '.join(f'“{one.name}:{one.value}”' for one, _ in wanted[:4])}: change one.")
    return [_between(*span, one.is_unwanted) for one, span in zip(filters, spans, strict=True)]


def _span(one: Filter, zone: tzinfo) -> tuple[int, int]:
    """Return the moments between which a message is to be sent."""
    begins, ends = (_moment(day, zone) for day in _days(one.value, zone))
    return {"before": (0, begins), "after": (ends, END), "on": (begins, ends)}[one.name]


def _between(start: int, end: int, is_unwanted: bool) -> Is:
    return Is((), lambda row: start <= row.created_at < end, is_unwanted, (start, end))


def _days(text: str, zone: tzinfo) -> tuple[date, date]:
    """Return the first day of what is named, and the one after its last."""
    today = datetime.fromtimestamp(now_ms() / 1000, zone).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        if day := named.get(text.lower()):
            return day, day + timedelta(days=1)
        parts = [int(part) if re.fullmatch("[0-9]{1,4}", part) else 0 for part in text.split("-")]
        if not 1970 <= parts[0] < 2100 or len(parts) > 3:
            raise ValueError
        first = date(parts[0], *[*parts[1:], 1, 1][:2])
        steps = {1: date(parts[0] + 1, 1, 1), 2: _next_month(first)}
        return first, steps.get(len(parts), first + timedelta(days=1))
    except ValueError:
        raise Invalid(
            f"“{text}” is not a day from 1970 on: write it like 2026-11-29, or 2026-11 or 2026, today or yesterday."
        ) from None


def _next_month(first: date) -> date:
    """Return the first day of the month after one, by its first day."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _moment(day: date, zone: tzinfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)


def _mark(actor: UserItem, one: Filter) -> Is | Has:
    value = one.value.lower()
    if (one.name, value) == ("has", "link"):
        return Is((HAS_LINK,), lambda row: LINK.search(row.body) is not None, one.is_unwanted)
    known = {
        ("has", "file"): ids_with_files,
        ("has", "image"): ids_with_images,
        ("has", "reaction"): ids_with_reactions,
        ("mentions", "me"): lambda first, last: ids_with_mentions(actor.id, first, last),
        ("is", "pinned"): pinned_ids,
        ("is", "saved"): lambda first, last: saved_ids(actor.id, first, last),
    }
    if (one.name, value) not in known:
        raise Invalid(f"There is no “{one.name}:{one.value}”: write {EXAMPLES[one.name]}.")
    return Has(known[one.name, value], one.is_unwanted)
