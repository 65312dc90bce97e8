"""What the disk allows, whatever the program: the floor of what is stored."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

PAGE = b"x" * 4096


def forced_writes(folder: Path, seconds: float) -> float:
    """Return how often a second a page is written and forced to the disk."""
    descriptor = os.open(folder / "forced", os.O_RDWR | os.O_CREAT)
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        os.pwrite(descriptor, PAGE, count * len(PAGE))
        os.fdatasync(descriptor)
        count += 1
    os.close(descriptor)
    return count / (time.perf_counter() - started)


def bare_sqlite(folder: Path, seconds: float, at_once: int) -> tuple[float, float]:
    """Store rows with a short text in SQLite, so many to a commit, with nothing around it.

    Return how many that were a second, and the µs of CPU that one took.
    """
    with closing(sqlite3.connect(folder / f"bare-{at_once}.db", isolation_level=None)) as bare:
        bare.executescript(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = full;"
            "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body)"
        )
        started, cpu, count = time.perf_counter(), time.process_time(), 0
        while time.perf_counter() - started < seconds:
            bare.execute("BEGIN IMMEDIATE")
            for _ in range(at_once):
                bare.execute("INSERT INTO t (body) VALUES (?)", ("x" * 60,))
            bare.execute("COMMIT")
            count += at_once
        return count / (time.perf_counter() - started), 1e6 * (time.process_time() - cpu) / count
