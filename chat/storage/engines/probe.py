"""Checks whether PostgreSQL could store something, without storing anything."""

from time import monotonic

from chat.errors import Unavailable
from chat.storage.engines import READ_ONLY
from models import db

EVERY = 10.0
"""Seconds between two checks for free disk space."""

SPILL = ("SET LOCAL work_mem = '64kB'", "SELECT count(*) FROM generate_series(1, 20000)")
"""Writes about 300 kB to a temporary file beside the data, which is removed at once; a full disk is error 53100."""


class Probe:
    """The check, shared by the threads of a process."""

    def __init__(self) -> None:
        self._checked_at = -EVERY

    def run(self) -> None:
        """Raise the error that a change would raise; call it in a transaction."""
        if db.execute_sql("SHOW transaction_read_only").fetchone() == ("on",):
            raise Unavailable(READ_ONLY, cannot_store=True)
        if monotonic() - self._checked_at >= EVERY:
            for statement in SPILL:
                db.execute_sql(statement)
            self._checked_at = monotonic()
