"""Messages wait on disk until all are read, and come from there in the order of their times, however many there are."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from peewee import chunked

from chat.importing.items import FileRecord, MessageRecord

BATCH = 1_000


class Waiting:
    """Messages in a database of their own, which is gone afterwards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.total = 0

    def add(self, records: Iterator[MessageRecord]) -> None:
        """Store messages as they come."""
        for some in chunked(records, BATCH):
            rows = [(record.at, json.dumps(record)) for record in some]
            self._connection.executemany("INSERT INTO message (at, record) VALUES (?, ?)", rows)
            self.total += len(rows)

    def batches(self) -> Iterator[Sequence[MessageRecord]]:
        """Yield all messages, the oldest first; of the same time in the order in which they came."""
        self._connection.execute("CREATE INDEX by_time ON message (at, id)")
        rows = self._connection.execute("SELECT record FROM message ORDER BY at, id")
        while some := rows.fetchmany(BATCH):
            yield [_record(text) for (text,) in some]


@contextmanager
def waiting() -> Iterator[Waiting]:
    """Make a place for messages to wait in."""
    with (
        tempfile.TemporaryDirectory(prefix="streamchat-import-") as folder,
        closing(sqlite3.connect(Path(folder, "messages"), isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, at INTEGER, record TEXT)")
        yield Waiting(connection)


def _record(text: str) -> MessageRecord:
    record = MessageRecord(*json.loads(text))
    return record._replace(files=[FileRecord(*file) for file in record.files])
