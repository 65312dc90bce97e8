"""PostgreSQL: several writers at once, in several processes; connections that break are replaced."""

from collections.abc import Callable
from typing import Any, TypeVar

import peewee
from playhouse import db_url

from chat import schema
from chat.engines.attempts import attempt
from models import Setting, db

T = TypeVar("T")

MARK, MARKED = "StreamChat", Setting._meta.table_name
"""A comment, and the table that has it: databases and dumps of other programs lack it. Never move it elsewhere."""

ALONE = 0x53436861
"""The number of the advisory lock that whoever has to be alone takes, in whatever process; "SCha"."""

SNAPSHOT = "REPEATABLE READ, READ ONLY"
LATEST = "READ COMMITTED"

CONNECTION: dict[str, Any] = {
    "application_name": "streamchat",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""How soon a network that swallows everything is noticed; an address may say otherwise in its options."""

PATIENCE = ("SET lock_timeout = '10s'", "SET idle_in_transaction_session_timeout = '60s'")
"""How long one waits for what another holds, and how long one may hold it without doing anything."""


class Postgres:
    """A server, reached by psycopg 3."""

    lanes, readers = 3, 4

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Make or migrate the tables, one process after the other and each all or nothing."""
        db.initialize(peewee.PostgresqlDatabase(**_parsed(url), prefer_psycopg3=True))
        with db.connection_context(), db.atomic(LATEST):
            _wait_to_be_alone()
            is_new = _claim()
            done = schema.prepare(db.obj, migrates=migrates)
            if is_new:
                db.execute_sql(f"COMMENT ON TABLE {MARKED} IS '{MARK}'")
            return done

    def read(self, query: Callable[[], T]) -> T:
        """Run a query, all of it on one snapshot; where the connection breaks, once more on another."""
        return attempt(_connect, SNAPSHOT, query)

    def write(self, change: Callable[[], T]) -> T:
        """Run a change alone: what it has looked at stays as it is until it is done."""

        def alone() -> T:
            _wait_to_be_alone()
            return change()

        return attempt(_connect, LATEST, alone)

    def write_beside(self, change: Callable[[], T]) -> T:
        """Run a change beside others; it sees what they have committed, statement by statement."""
        return attempt(_connect, LATEST, change)


def _connect() -> None:
    """Give the thread its connection, where it has none or lost it."""
    if db.is_closed():
        db.connect()
        for statement in PATIENCE:
            db.execute_sql(statement)


def _parsed(url: str) -> dict[str, Any]:
    options: dict[str, Any] = db_url.parse(url, unquote_password=True, unquote_user=True)
    name = options["database"]
    if not name:
        raise ValueError("the address names no database, as in postgresql://user:password@host/name")
    if "/" in name or "@" in name:  # what follows a slash in a password: not to be shown, as a server would
        raise ValueError("the address cannot be understood: write @ : / ? # and % in a password as %40 %3A %2F %3F …")
    return CONNECTION | options


def _wait_to_be_alone() -> None:
    """Keep others who would be alone out until the end of the transaction."""
    db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (ALONE,))


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
