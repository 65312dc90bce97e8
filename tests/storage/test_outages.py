"""What is said in the log while the database refuses work, and what `/healthz` makes of it."""

import logging
import sqlite3

import peewee
import pytest

from chat.errors import Unavailable
from chat.storage.database import database
from chat.storage.engines import outages
from chat.storage.engines.outages import CHANGE, CHECK, READ, Outages
from models import Room, db

FULL = Unavailable("full", cannot_store=True)


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO)
    return lambda: [record.getMessage() for record in caplog.records]


def silent():
    error = Unavailable()
    error.__cause__ = peewee.OperationalError("connection refused")
    return error


def test_one_line_however_many_are_refused_and_one_when_it_is_over(lines):
    refused = Outages()
    for kind in (READ, CHANGE, CHECK) * 50:
        refused.record_failure(kind, silent())
    assert lines() == ["the database cannot be used for reading: connection refused"]
    refused.record_success(READ)
    refused.record_success(CHANGE)
    refused.record_success(CHANGE)
    assert lines()[1:] == ["the database can be used again"]


def test_what_comes_and_goes_is_said_once_a_minute(lines, monkeypatch):
    refused = Outages()
    for _ in range(20):
        refused.record_failure(CHANGE, silent())
        refused.record_success(CHANGE)
    assert len(lines()) == 2
    monkeypatch.setattr(outages, "REPEAT", 0)
    refused.record_failure(CHANGE, silent())
    assert len(lines()) == 3


def test_another_reason_is_another_line(lines):
    refused = Outages()
    refused.record_failure(CHANGE, silent())
    refused.record_success(CHANGE)
    refused.record_failure(CHANGE, FULL)
    assert lines()[-1].endswith(": full")


def test_what_could_not_be_stored_counts_until_something_was(monkeypatch):
    refused = Outages()
    refused.record_failure(CHANGE, silent())
    assert not refused.cannot_store
    refused.record_failure(CHANGE, FULL)
    refused.record_success(READ)
    refused.record_success(CHECK)
    assert refused.cannot_store
    refused.record_success(CHANGE)
    assert not refused.cannot_store
    refused.record_failure(CHANGE, FULL)
    monkeypatch.setattr(outages, "MEMORY", 0)
    assert not refused.cannot_store


@pytest.mark.sqlite("it makes SQLite fail")
@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR_WRITE])
async def test_sqlite_says_the_same(opened, code):
    def fail():
        error = sqlite3.OperationalError("no room")
        error.sqlite_errorcode = code
        try:
            raise error
        except sqlite3.OperationalError as cause:
            raise peewee.OperationalError("no room") from cause

    for asked in (database.write(fail), database.read(fail)):
        with pytest.raises(Unavailable):
            await asked
    with pytest.raises(Unavailable):
        await database.check_writing()
    await database.write(lambda: Room.create(name="kitchen"))
    await database.check_writing()
    db.close()
