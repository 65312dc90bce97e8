"""Messages wait on disk until all are read, and come from there in the order of their times, however many there are."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path

from peewee import chunked

from chat.importing.items import TWICE, FileRecord, MessageRecord, Report

BATCH = 1_000

SAME_ID = "a message has the id of another one: both come"

SHARED = """SELECT key, id, record FROM message
WHERE key IN (SELECT key FROM message GROUP BY key HAVING COUNT(*) > 1) ORDER BY key, id"""


class Waiting:
    """Messages in a database of their own, which is gone afterwards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.total = 0

    def add(self, records: Iterator[MessageRecord]) -> None:
        """Store messages as they come."""
        for some in chunked(records, BATCH):
            rows = [(record.at, record.key, json.dumps(record)) for record in some]
            self._connection.executemany("INSERT INTO message (at, key, record) VALUES (?, ?, ?)", rows)
            self.total += len(rows)

    def tell_apart(self, report: Report) -> None:
        """Give messages that share a key, but say something else, keys of their own, in the order of the export.

        Those that say the same, or nothing, are there once.
        """
        self._connection.execute("CREATE INDEX by_key ON message (key)")
        gone, changed = list[tuple[int]](), list[tuple[str, int]]()
        for _, some in groupby(self._connection.execute(SHARED), lambda row: row[0]):
            said = list[tuple[object, ...]]()
            found = [(id_, _record(text)) for _, id_, text in some]
            for id_, record in sorted(found, key=lambda one: not one[1].says_something):
                what = record.author, record.text, record.files
                if said and (what in said or not record.says_something):
                    report.problem(TWICE, f"{record.place}: {record.words}")
                    gone.append((id_,))
                    continue
                if said:
                    report.problem(SAME_ID, f"{record.place}: {record.words}")
                    changed.append((json.dumps(record._replace(key=f"{record.key}#{len(said) + 1}")), id_))
                said.append(what)
        self._connection.executemany("DELETE FROM message WHERE id = ?", gone)
        self._connection.executemany("UPDATE message SET record = ? WHERE id = ?", changed)
        self.total -= len(gone)

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
        connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, at INTEGER, key TEXT, record TEXT)")
        yield Waiting(connection)


def _record(text: str) -> MessageRecord:
    record = MessageRecord(*json.loads(text))
    return record._replace(files=[FileRecord(*file) for file in record.files])
