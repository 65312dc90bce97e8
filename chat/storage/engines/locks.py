"""Getting locks without having everybody wait behind: briefly, again and again, and saying who is in the way."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import peewee

from models import TABLES, db

T = TypeVar("T")

log = logging.getLogger(__name__)

EXCLUSIVE_LOCK = 0x53436861
"""The number of the advisory lock that whoever has to be alone takes, in whatever process; "SCha"."""

SLICE_MS = 1000
"""How long a lock is waited for at a time: others queue behind a lock that is waited for, readers too."""

PAUSE = 2.0
"""Seconds in which others go on before the next attempt."""

LIMIT = 60.0
"""Seconds after which it is given up."""

LOCKED = {"55P03", "40P01"}
"""A lock was not to be had in time; a deadlock."""

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
"""Who has had a lock on our tables, or the lock of who has to be alone, all the while that we waited."""


class StillLockedError(ValueError):
    """Somebody keeps a lock for too long; the text says who."""


def insist(work: Callable[[], T], *, purpose: str) -> T:
    """Run work, a transaction, until it gets its locks; raises `StillLockedError` after a minute."""
    began, told = time.monotonic(), ""
    while True:
        try:
            return work()
        except peewee.PeeweeException as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) not in LOCKED:
                raise
        holders = _holders()
        if time.monotonic() - began > LIMIT:
            raise StillLockedError(f"gave up after {LIMIT:.0f} s to {purpose}, because of {holders}")
        if holders != told:
            told = holders
            log.warning("waiting to %s, because of %s", purpose, holders)
        time.sleep(PAUSE)


def be_brief() -> None:
    """Have the current transaction wait for each lock for a moment only."""
    db.execute_sql(f"SET LOCAL lock_timeout = {SLICE_MS}")


def lock_exclusively() -> None:
    """Keep others who would be alone out until the end of the transaction."""
    db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (EXCLUSIVE_LOCK,))


def _holders() -> str:
    names = [table._meta.table_name for table in TABLES]
    rows = db.execute_sql(HOLDERS, (SLICE_MS, names, EXCLUSIVE_LOCK)).fetchall()
    return "; ".join(_described(*row) for row in rows) or "somebody who has just finished"


def _described(number: int, *known: str | None) -> str:
    """Name a session; the server tells some of it only to those who may know."""
    forms = ("{}", "user {}", "from {}", "{}", "transaction begun {}", "last query begun {}")
    words = [form.format(value) for form, value in zip(forms, known, strict=True) if value]
    return f"pid {number} ({', '.join(words)})"
