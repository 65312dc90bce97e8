"""PostgreSQL: several writers at once, in several processes; connections that break are replaced."""

from collections.abc import Callable
from typing import Any, TypeVar

import peewee
from playhouse import db_url

from chat.errors import Unavailable
from chat.storage import schema
from chat.storage.engines.connection import PATIENCE, PostgresDatabase, cut_all
from chat.storage.engines.locks import be_brief, insist, lock_exclusively
from chat.storage.engines.probe import Probe
from chat.storage.engines.retries import run_with_retries
from models import Setting, db

T = TypeVar("T")

MARK, MARKED = "StreamChat", Setting._meta.table_name
"""A comment, and the table that has it: databases and dumps of other programs lack it. Never move it elsewhere."""

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
"""How soon a network that swallows everything is noticed; an address may say otherwise in its options."""


class Postgres:
    """A server, reached by psycopg 3."""

    lanes, readers = 3, 4
    patience: float | None = 7.0

    def __init__(self) -> None:
        self._is_over = False
        self._probe = Probe()

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Make or migrate the tables, one process after the other and each all or nothing."""
        program = {"fallback_application_name": "streamchat migrate"} if migrates else {}
        db.initialize(PostgresDatabase(**(CONNECTION | program | _parsed(url)), prefer_psycopg3=True))
        with db.connection_context():
            if migrates:  # an index of a large table takes as long as it takes
                db.connection().patience = None
            return insist(lambda: _prepare(migrates=migrates), purpose="migrate" if migrates else "check the tables")

    def read(self, query: Callable[[], T]) -> T:
        """Run a query, all of it on one snapshot; where the connection breaks, once more on another."""
        return run_with_retries(self.connect, SNAPSHOT, query)

    def write(self, change: Callable[[], T]) -> T:
        """Run a change alone: what it has looked at stays as it is until it is done."""

        def alone() -> T:
            lock_exclusively()
            return change()

        return run_with_retries(self.connect, LATEST, alone)

    def write_concurrent(self, change: Callable[[], T]) -> T:
        """Run a change beside others; it sees what they have committed, statement by statement."""
        return run_with_retries(self.connect, LATEST, change)

    def connect(self) -> None:
        """Give the thread its connection, where it has none or lost it."""
        if self._is_over:
            raise Unavailable
        if db.is_closed():
            db.connect()
            try:
                with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
                    db.connection().become_impatient(PATIENCE)
            except peewee.PeeweeException:
                db.close()  # it would be kept, without limits
                raise

    def check(self) -> None:
        """Raise `Unavailable` if the thread could store nothing."""
        run_with_retries(self.connect, LATEST, self._probe.run)

    def give_up(self) -> None:
        """Fail all that is under way on any thread, and connect no more."""
        self._is_over = True
        cut_all()


def _prepare(*, migrates: bool) -> list[str]:
    with db.atomic(LATEST):
        be_brief()
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
    if "/" in name or "@" in name:  # what follows a slash in a password: not to be shown, as a server would
        raise ValueError("the address cannot be understood: write @ : / ? # and % in a password as %40 %3A %2F %3F …")
    return options


def _claim() -> bool:
    """Tell whether a database is empty, and refuse one that belongs to another program or cannot hold all texts."""
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
