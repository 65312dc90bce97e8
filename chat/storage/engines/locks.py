"""Takes PostgreSQL's locks in short attempts, so that others do not queue behind, and logs who holds them."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import peewee

from models import TABLES, db

T = TypeVar("T")

log = logging.getLogger(__name__)

EXCLUSIVE_LOCK = 0x53436861
"""Key of the advisory lock that makes exclusive changes exclusive across processes; "SCha"."""

SLICE_MS = 1000
"""Milliseconds of one attempt: while we wait for a lock, others queue behind us, readers too."""

PAUSE = 2.0
"""Seconds between two attempts, in which others go on."""

LIMIT = 60.0
"""Seconds until we give up."""

LOCKED = {"55P03", "40P01"}
"""SQLSTATE codes: lock not available in time, deadlock."""

HOLDERS = """
SELECT DISTINCT ON (a.xact_start, a.pid) a.pid, a.application_name, a.usename, host(a.client_addr), a.state,
    to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS'), to_char(a.query_start, 'YYYY-MM-DD HH24:MI:SS')
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.granted AND a.pid <> pg_backend_pid()
    AND (a.xact_start IS NULL OR a.xact_start < now() - interval '1 millisecond' * %s)
    AND (l.relation IN (SELECT to_regclass(quote_ident(current_schema()) || '.' || quote_ident(name))
                        FROM unnest(%s::text[]) AS name)
         OR (l.locktype = 'advisory' AND l.objid = %s))
ORDER BY a.xact_start, a.pid
LIMIT 5
"""
"""Sessions that held a lock on our tables, or the exclusive lock, during the whole attempt."""


class StillLockedError(ValueError):
    """A lock was held for too long; the text says by whom."""


def retry_until_locked(work: Callable[[], T], *, purpose: str) -> T:
    """Run a transaction, again until it gets its locks; raises `StillLockedError` after a minute."""
    began, logged = time.monotonic(), ""
    while True:
        try:
            return work()
        except peewee.PeeweeException as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) not in LOCKED:
                raise
        holders = _holders()
        if time.monotonic() - began > LIMIT:
            raise StillLockedError(f"gave up after {LIMIT:.0f} s to {purpose}, because of {holders}")
        if holders != logged:
            logged = holders
            log.warning("waiting to %s, because of %s", purpose, holders)
        time.sleep(PAUSE)


def limit_lock_wait() -> None:
    """Let the current transaction wait only shortly for each lock."""
    db.execute_sql(f"SET LOCAL lock_timeout = {SLICE_MS}")


def lock_exclusively() -> None:
    """Take the exclusive lock until the end of the transaction."""
    db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (EXCLUSIVE_LOCK,))


def _holders() -> str:
    names = [table._meta.table_name for table in TABLES]
    rows = db.execute_sql(HOLDERS, (SLICE_MS, names, EXCLUSIVE_LOCK)).fetchall()
    return "; ".join(_described(*row) for row in rows) or "somebody who has just finished"


def _described(number: int, *known: str | None) -> str:
    """Describe a session; some columns are empty without the permission to see them."""
    forms = ("{}", "user {}", "from {}", "{}", "transaction begun {}", "last query begun {}")
    words = [form.format(value) for form, value in zip(forms, known, strict=True) if value]
    return f"pid {number} ({', '.join(words)})"
