"""Deletes what is not to be kept, beside what people do: a little at a time, in one process at a time.

How far it has come is a setting, so that it goes on where it was after a restart, or in another process.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic

from chat.accounts import keep
from chat.messages.commands.expiring import delete_expired, purge_deleted
from chat.messages.commands.versions import forget_versions
from chat.messages.old_messages import find_old, find_unwanted_versions
from chat.messages.retention import cutoffs
from chat.storage.database import database
from chat.storage.settings import setting
from models import now_ms

SETTING = "upkeep"
"""Name of the setting: when the next look is due, and after which message; without it there is nothing to do."""

EVERY_MS = 3600 * 1000
"""Between two looks at all messages."""

LEASE_MS = 60 * 1000
"""After this long a look that was begun and not finished is due again: its process may have ended."""

BATCH = 50
"""How many messages are deleted in one transaction: so long, some ten milliseconds, others wait with theirs."""

SECONDS = 0.5
"""How long it works at most before it gives others a rest."""

Change = Callable[[int, Collection[int]], None]


def begin_soon() -> None:
    """Have all messages looked at, inside a change of what is to be kept."""
    keep(SETTING, _written(0, 0))


async def delete_what_is_not_kept() -> None:
    """Do some of it, if something is due; to be called again and again."""
    if await database.read(_due_after) is None or (claimed := await database.write(_claim)) is None:
        return
    value, after = claimed
    stop_at = monotonic() + SECONDS
    last: int | None = after
    await _apply(forget_versions, await database.read(find_unwanted_versions))
    while last is not None:
        old = await database.read(find_old, last)
        await _apply(delete_expired, old.expired)
        await _apply(purge_deleted, old.purgeable)
        last = old.after
        if monotonic() > stop_at:
            break
    await database.write(_give_back, value, last)


async def _apply(change: Change, found: Mapping[int, Sequence[int]]) -> None:
    for room_id, ids in found.items():
        for start in range(0, len(ids), BATCH):
            await database.write_concurrent(room_id, change, room_id, ids[start : start + BATCH])


def _due_after() -> int | None:
    """Return after which message something is to be looked at now; None if nothing is due."""
    due_at, after = (int(number) for number in (setting(SETTING) or f"{now_ms() + EVERY_MS} 0").split())
    return after if due_at <= now_ms() else None


def _claim() -> tuple[str, int] | None:
    """Take what is due, and return what the setting is then, by which it is known that nobody else has changed it."""
    if (after := _due_after()) is None:
        return None
    value = _written(now_ms() + LEASE_MS, after)
    keep(SETTING, value)
    return value, after


def _give_back(value: str, last: int | None) -> None:
    """Note how far it has come, unless somebody has chosen anew meanwhile, or taken it over."""
    if setting(SETTING) != value:
        return
    if last is not None or find_unwanted_versions():
        keep(SETTING, _written(0, last or 0))
    else:
        keep(SETTING, _written(now_ms() + EVERY_MS, 0) if cutoffs(now_ms()) else "")


def _written(due_at: int, after: int) -> str:
    return f"{due_at} {after}"
