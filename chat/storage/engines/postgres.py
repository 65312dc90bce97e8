"""PostgreSQL: several writers at once, in several processes; connections that break are replaced."""

from collections.abc import Callable
from typing import Any, TypeVar

import peewee
from playhouse import db_url

from chat.errors import Unavailable
from chat.storage import schema
from chat.storage.engines.connection import SET_TIMEOUTS, PostgresDatabase, as_peewee_errors, shut_down_sockets
from chat.storage.engines.locks import limit_lock_wait, lock_exclusively, retry_until_locked
from chat.storage.engines.probe import Probe
from chat.storage.engines.retries import run_with_retries
from models import Setting, db

T = TypeVar("T")

MARK, MARKED = "StreamChat", Setting._meta.table_name
"""The comment that marks a database as ours, and the table that has it. Never move it: backups are checked for it."""

SNAPSHOT = "REPEATABLE READ, READ ONLY"
LATEST = "READ COMMITTED"

CONNECTION: dict[str, Any] = {
    "fallback_application_name": "streamchat",
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""libpq's options: how soon a network that drops all packets is noticed. The URL may override them."""


class Postgres:
    """A server, reached by psycopg 3."""

    lanes, readers = 3, 4
    timeout: float | None = 7.0

    def __init__(self) -> None:
        self._is_over = False
        self._probe = Probe()

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Create or migrate the tables in one transaction, one process after the other."""
        program = {"fallback_application_name": "streamchat migrate"} if migrates else {}
        db.initialize(PostgresDatabase(**(CONNECTION | program | _parsed(url)), prefer_psycopg3=True))
        with db.connection_context():
            if migrates:  # creating an index of a large table takes long
                db.connection().statement_timeout = None
            return retry_until_locked(
                lambda: _prepare(migrates=migrates), purpose="migrate" if migrates else "check the tables"
            )

    def read(self, query: Callable[[], T]) -> T:
        """Run a query on one snapshot; retried once on a new connection if the connection breaks."""
        return run_with_retries(self.connect, SNAPSHOT, query)

    def write(self, change: Callable[[], T]) -> T:
        """Run a change while no other exclusive change runs, so that what it has read stays true until its commit."""

        def alone() -> T:
            lock_exclusively()
            return change()

        return run_with_retries(self.connect, LATEST, alone)

    def write_concurrent(self, change: Callable[[], T]) -> T:
        """Run a change concurrently with others; each statement sees what they have committed by then."""
        return run_with_retries(self.connect, LATEST, change)

    def connect(self) -> None:
        """Connect the thread, or connect it again."""
        if self._is_over:
            raise Unavailable
        if db.is_closed():
            db.connect()
            try:
                with as_peewee_errors:
                    db.connection().set_timeouts(SET_TIMEOUTS)
            except peewee.PeeweeException:
                db.close()  # otherwise it would stay open, without timeouts
                raise

    def check(self) -> None:
        """Raise `Unavailable` if the thread could not store anything."""
        run_with_retries(self.connect, LATEST, self._probe.run)

    def abort(self) -> None:
        """Make all running queries fail, and refuse new connections."""
        self._is_over = True
        shut_down_sockets()


def _prepare(*, migrates: bool) -> list[str]:
    with db.atomic(LATEST):
        limit_lock_wait()
        lock_exclusively()
        is_new = _claim()
        done = schema.prepare(db.obj, migrates=migrates)
        if is_new:
            db.execute_sql(f"COMMENT ON TABLE {MARKED} IS '{MARK}'")
        return done


def _parsed(url: str) -> dict[str, Any]:
    options: dict[str, Any] = db_url.parse(url, unquote_password=True, unquote_user=True)
    name = options["database"]
    if not name:
        raise ValueError("the address names no database, as in postgresql://user:password@host/name")
    if "/" in name or "@" in name:  # part of a password with a slash, which the server's error would show
        raise ValueError("the address cannot be parsed: write @ : / ? # and % in a password as %40 %3A %2F %3F …")
    return options


def _claim() -> bool:
    """Return whether the database is empty; refuses another program's, and one with an encoding other than UTF-8."""
    encoding, mark = db.execute_sql(
        "SELECT current_setting('server_encoding'),"
        f" obj_description(to_regclass(quote_ident(current_schema()) || '.{MARKED}'), 'pg_class')"
    ).fetchone()
    if encoding != "UTF8":
        raise ValueError(f"its encoding is {encoding}, not UTF8: create it with ENCODING 'UTF8' TEMPLATE template0")
    is_empty = not db.get_tables()
    if not is_empty and mark != MARK:
        raise ValueError("it belongs to another program")
    return is_empty
