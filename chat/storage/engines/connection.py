"""Connections to PostgreSQL that wait for a limited time, whatever became of the server.

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

SETTINGS = {
    "idle_in_transaction_session_timeout": 3_000,
    "lock_timeout": 4_000,
    "statement_timeout": 5_000,
}
"""Milliseconds: how long the server lets us hold locks without doing anything, wait for a lock, and take in all.

The first is the shortest, so that whoever waits for a process that is stuck or cut off gets its lock in time.
"""

GRACE = 1.0
"""Seconds after the server should have answered until it is taken for dead.

A paused server's machine still acknowledges packets, so no option of TCP would notice.
"""

PATIENCE_OF_COMMANDS = 60.0
"""Seconds for one statement of a command such as `seed`, which may store a lot at once."""

VALUES = ", ".join(f"('{name}', '{milliseconds}')" for name, milliseconds in SETTINGS.items())
PATIENCE = (
    "SELECT set_config(name, wanted.value, false) FROM (VALUES "  # noqa: S608 (our own values)
    f"{VALUES}) AS wanted (name, value) JOIN pg_settings USING (name)"
    " WHERE source NOT IN ('client', 'user', 'database', 'database user')",
)
"""Statements for a new connection; what the address (`?options=…`), PGOPTIONS or ALTER ROLE say stays as it is."""


class SilentError(psycopg.OperationalError):
    """The server did not answer a statement in time."""


class Connection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer a statement for too long."""

    patience: float | None = PATIENCE_OF_COMMANDS
    """Seconds for a statement; None waits without limit."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Do as psycopg does, which calls this for all that goes through the connection."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.patience)
        except psycopg.errors._WaitTimeout as error:
            self.close()  # an answer that comes later is to nobody's question
            raise SilentError(f"no answer within {self.patience:g} s") from error

    def become_impatient(self, statements: Iterable[str]) -> None:
        """Have the server set limits, and wait for its answer a little longer than it takes them to show."""
        for statement in statements:
            self.execute(statement.encode())
        row = self.execute("SELECT setting::float / 1000 FROM pg_settings WHERE name = 'statement_timeout'").fetchone()
        seconds = row[0] if row else 0
        self.patience = seconds + GRACE if seconds else None


class _Adapter(peewee.Psycopg3Adapter):
    def connect(self, db: peewee.Database, **params: Any) -> Connection:
        connection = Connection.connect(dbname=db.database, **params)
        _open.add(connection)
        return connection


class PostgresDatabase(peewee.PostgresqlDatabase):
    """peewee's database, with our connections."""

    psycopg3_adapter = _Adapter


_open: WeakSet[Connection] = WeakSet()


def cut_all() -> None:
    """Fail whatever waits for an answer on any connection, from another thread."""
    for connection in list(_open):
        with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as theirs:
            theirs.shutdown(socket.SHUT_RDWR)
