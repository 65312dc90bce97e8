"""How people are: tells the pages whose status has changed, put together as their presence is."""

from collections.abc import Collection

from chat import accounts
from chat.accounts.events import PEOPLE
from chat.elements.stream import signal
from chat.storage.database import database
from models import now_ms

Row = tuple[int, str, str, int | None]
"""Whose status it is, its emoji and text, and for how many milliseconds it lasts, or None if for good.

The time that is left, since a browser's clock may be wrong. Without an emoji there is no status."""


class Statuses:
    """Whose status may have changed since the pages were told last."""

    def __init__(self) -> None:
        self._changed: set[int] = set()

    def note(self, user_id: int) -> None:
        """Note that somebody may have set or cleared their status."""
        self._changed.add(user_id)

    async def tell(self) -> None:
        """Tell the pages of this process, in one emit, what has changed; to be called every ten seconds."""
        changed, self._changed = self._changed, set()
        if changed:
            try:
                rows = await database.read(status_rows, changed)
            except BaseException:
                self._changed |= changed  # the next time
                raise
            await signal(PEOPLE, "statuses", rows)


def status_rows(user_ids: Collection[int]) -> list[Row]:
    """Return the statuses of these people, for a browser; also of those who have none."""
    found, now = accounts.statuses(user_ids), now_ms()
    rows: list[Row] = []
    for user_id in sorted(user_ids):
        status = found.get(user_id)
        left = status.until - now if status and status.until else None
        rows.append((user_id, status.emoji, status.text, left) if status else (user_id, "", "", None))
    return rows


statuses = Statuses()
