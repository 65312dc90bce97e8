"""What PostgreSQL stores a second of what psycopg alone sends it: the floor of what we store there."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg

from models import db

CONNECTIONS = 8
"""That write at once, each in a thread of its own."""

Statement = tuple[str, Any]
"""SQL, and its parameters."""

TABLE = "CREATE TABLE IF NOT EXISTS bare (id BIGSERIAL PRIMARY KEY, body TEXT)"
INSERT: Statement = ("INSERT INTO bare (body) VALUES (%s)", ("x" * 60,))


@contextmanager
def noting_statements() -> Iterator[list[Statement]]:
    """Note all statements that are sent to the open database meanwhile, but those that begin and end transactions."""
    noted: list[Statement] = []
    real = db.obj.execute_sql

    def execute(sql: str, params: Any = None, *args: Any, **options: Any) -> Any:
        noted.append((sql, params))
        return real(sql, params, *args, **options)

    db.obj.execute_sql = execute
    try:
        yield noted
    finally:
        del db.obj.execute_sql


def inserts(url: str, each: int) -> float:
    """Return how many rows with a short text are stored a second, a commit each."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)
    return _stored(url, [[[INSERT]] * each] * CONNECTIONS)


def replayed(url: str, noted: Sequence[Sequence[Statement]], each: int, first: int) -> float:
    """Return how many such messages are stored a second, each on a connection of its own again and again."""
    return _stored(url, [[_later(one, first + count) for count in range(each)] for one in noted])


def _later(statements: Sequence[Statement], later: int) -> list[Statement]:
    """Return what a later message would send: its room's revision, which no other change may have, is a later one."""
    [revision] = [params[0] for sql, params in statements if sql.startswith('UPDATE "room"')]
    return [
        (sql, [value + later if "revision" in sql and value == revision else value for value in params or ()])
        for sql, params in statements
    ]


def _stored(url: str, works: Sequence[Sequence[Sequence[Statement]]]) -> float:
    """Return how many transactions are stored a second; each list of them has a connection and a thread."""
    with ExitStack() as stack, ThreadPoolExecutor(len(works)) as threads:
        connections = [stack.enter_context(psycopg.connect(url)) for _ in works]
        started = time.perf_counter()
        list(threads.map(_work, connections, works))
        return sum(map(len, works)) / (time.perf_counter() - started)


def _work(connection: "psycopg.Connection[Any]", transactions: Sequence[Sequence[Statement]]) -> None:
    for statements in transactions:
        for sql, params in statements:
            connection.execute(sql, params, prepare=True)
        connection.commit()
