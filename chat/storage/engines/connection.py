"""Connections to PostgreSQL with timeouts that hold even if the server hangs or the network drops packets.

Why: psycopg has a timeout for connecting, none for an answer; a paused machine still acknowledges packets.
Read in: psycopg 3.3.9, peewee 4.5.3
Without it: a database server that is stuck holds all threads for ever, and with them every page
Can go when: psycopg takes a timeout for statements
"""

import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeVar
from weakref import WeakSet

import peewee
import psycopg
from psycopg.abc import PQGen

T = TypeVar("T")

as_peewee_errors = peewee.__exception_wrapper__  # type: ignore[attr-defined]
"""Within it, errors of psycopg are raised as peewee's."""

MOST_KEPT = 100
"""Rows of an answer that a kept cursor may keep until its next one: what a search looks at may be 10 MB."""

SETTINGS = {
    "idle_in_transaction_session_timeout": 3_000,
    "lock_timeout": 4_000,
    "statement_timeout": 5_000,
}
"""The server's timeouts in milliseconds.

The one for idle transactions is the shortest, so that the locks of a process that hangs or is cut off are released
before others time out waiting for them.
"""

NETWORK_GRACE = 1.0
"""Seconds that we wait longer than the server's own timeout before we close the connection.

TCP's own timeouts would not notice a server that is paused: its machine still acknowledges packets.
"""

COMMAND_TIMEOUT = 60.0
"""Seconds for one statement of a subcommand such as `seed`, which may store a lot at once."""

VALUES = ", ".join(f"('{name}', '{milliseconds}')" for name, milliseconds in SETTINGS.items())
SET_TIMEOUTS = (
    "SELECT set_config(name, wanted.value, false) FROM (VALUES "  # noqa: S608 (our own values)
    f"{VALUES}) AS wanted (name, value) JOIN pg_settings USING (name)"
    " WHERE source NOT IN ('client', 'user', 'database', 'database user')",
)
"""Statements for a new connection; timeouts set by the URL (`?options=…`), PGOPTIONS or ALTER ROLE take precedence."""


class NoAnswerError(psycopg.OperationalError):
    """The server did not answer a statement in time."""


class Connection(psycopg.Connection[Any]):
    """A connection that closes itself if the server does not answer a statement in time."""

    statement_timeout: float | None = COMMAND_TIMEOUT
    """Seconds for a statement; None waits without limit."""

    def __init__(self, *args: Any, **how: Any) -> None:
        """Begin without cursors."""
        super().__init__(*args, **how)
        self._kept: dict[str, psycopg.Cursor[Any]] = {}

    def kept_cursor(self, sql: str) -> psycopg.Cursor[Any]:
        """Return the cursor of a statement that is run again and again; whoever runs it fetches all rows at once.

        It knows how the statement is written and sent: 22 µs of CPU instead of 40.
        """
        if (cursor := self._kept.get(sql)) is None:
            cursor = self._kept[sql] = self.cursor()
        return cursor

    def forget_cursor(self, sql: str) -> None:
        """Let go of a statement's cursor, and so of its answer once that was fetched."""
        self._kept.pop(sql, None)

    def close(self) -> None:
        """Close it, and let go of its cursors and of what they have read last: each of them refers to it."""
        self._kept.clear()
        super().close()

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Add the timeout to psycopg's own `wait`, which it calls for every statement."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.statement_timeout)
        except psycopg.errors._WaitTimeout as error:
            self.close()  # a late answer would be taken for that of the next statement
            raise NoAnswerError(f"no answer within {self.statement_timeout:g} s") from error

    def set_timeouts(self, statements: Iterable[str]) -> None:
        """Set the server's timeouts, and ours to a little more than its statement timeout."""
        for statement in statements:
            self.execute(statement.encode())
        row = self.execute("SELECT setting::float / 1000 FROM pg_settings WHERE name = 'statement_timeout'").fetchone()
        seconds = row[0] if row else 0
        self.statement_timeout = seconds + NETWORK_GRACE if seconds else None


class _Adapter(peewee.Psycopg3Adapter):
    def connect(self, db: peewee.Database, **params: Any) -> Connection:
        connection = Connection.connect(dbname=db.database, **params)
        _open.add(connection)
        return connection


class PostgresDatabase(peewee.PostgresqlDatabase):
    """peewee's database, with our connections."""

    psycopg3_adapter = _Adapter

    def cursor(self, named_cursor: Any = None, kept: str | None = None) -> Any:
        """Return a new cursor, or the one of a statement that is `kept`."""
        return self.connection().kept_cursor(kept) if kept else super().cursor(named_cursor)  # type: ignore[no-untyped-call]

    def execute_again(self, sql: str, params: Any) -> Any:
        """Do as `execute_sql` for a statement that is run again and again, of which all rows are fetched at once."""
        cursor = self._execute_cursor(sql, params, kept=sql)  # type: ignore[attr-defined]
        if cursor.rowcount > MOST_KEPT:
            self.connection().forget_cursor(sql)  # type: ignore[no-untyped-call]
        return cursor

    def begin(self, isolation_level: str | None = None) -> None:
        """Begin a transaction in one of the modes of PostgreSQL."""
        self._run_kept(f"BEGIN TRANSACTION ISOLATION LEVEL {isolation_level}" if isolation_level else "BEGIN")

    def commit(self) -> None:
        """Commit the transaction; raises where there is no connection: a new one would have nothing to commit."""
        if self.is_closed():
            raise peewee.InterfaceError("the connection was closed before the commit")
        self._run_kept("COMMIT")

    def _run_kept(self, sql: str) -> None:
        with as_peewee_errors:
            self.cursor(kept=sql).execute(sql)


_open: WeakSet[Connection] = WeakSet()


def shut_down_sockets() -> None:
    """Make every thread that waits for an answer fail at once; called from another thread."""
    for connection in list(_open):
        with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as theirs:
            theirs.shutdown(socket.SHUT_RDWR)
