"""Whether PostgreSQL would store something, found out without storing anything."""

from time import monotonic

from chat.errors import Unavailable
from chat.storage.engines import READ_ONLY
from models import db

EVERY = 10.0
"""Seconds between two looks for room on the disk."""

SPILL = ("SET LOCAL work_mem = '64kB'", "SELECT count(*) FROM generate_series(1, 20000)")
"""Some 300 kB in a temporary file beside the data, which is gone with the statement: no room for it is error 53100."""


class Probe:
    """What the threads of a process find out together."""

    def __init__(self) -> None:
        self._looked_at = -EVERY

    def run(self) -> None:
        """Raise what a change would, in a transaction of its own."""
        if db.execute_sql("SHOW transaction_read_only").fetchone() == ("on",):
            raise Unavailable(READ_ONLY, cannot_store=True)
        if monotonic() - self._looked_at >= EVERY:
            for statement in SPILL:
                db.execute_sql(statement)
            self._looked_at = monotonic()
