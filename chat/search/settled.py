"""Up to which id there will be no further messages: on PostgreSQL a larger id can be committed before a smaller one."""

from dataclasses import dataclass, field

import peewee
from peewee import fn

from models import Message, db

WRITERS = """SELECT virtualtransaction FROM pg_locks
WHERE relation = 'message'::regclass AND mode = 'RowExclusiveLock' AND granted"""
"""Transactions that may have taken an id and not committed it so far."""


@dataclass
class Settled:
    """Notes the newest id and who wrote at that moment: once they all have finished, nothing is missing before it."""

    id: int = 0
    _noted: int = 0
    _writers: set[str] = field(default_factory=set)

    def look(self) -> int:
        """Return the newest id of which this is known; to be called again and again, within a read."""
        newest: int = Message.select(fn.MAX(Message.id)).scalar() or 0  # before the look at who writes
        writers = set() if isinstance(db.obj, peewee.SqliteDatabase) else _writers()
        if not self._writers & writers:
            self.id = max(self.id, self._noted)
            self._noted, self._writers = newest, writers
            if not writers:
                self.id = newest
        return self.id


def _writers() -> set[str]:
    return {name for (name,) in db.execute_sql(WRITERS).fetchall()}
