"""What connections to PostgreSQL and prepared statements rely on in psycopg and peewee is still as it was read."""

import pytest

from tests import pins

STORAGE = pins.ROOT / "chat" / "storage"

PINS = {
    "engines/connection.py": {
        "psycopg.connection.Connection.wait": "a3342c2de136",
        "psycopg._cursor_base.BaseCursor._start_query": "4b9d7b64a132",
        "peewee.Psycopg3Adapter": "d26127b056b4",
        "peewee.ExceptionWrapper": "0da9e6dbee8a",
        "peewee.Database._execute_cursor": "be57fe98d0f2",
        "peewee.PostgresqlDatabase.begin": "2325c95b2359",
    },
    "prepared.py": {
        "peewee.Model.__init__": "71815a6c3e8f",
        "peewee.Database.get_sql_context": "e5fa29377433",
        "peewee.Context.parse": "3cf2b5cc18fe",
        "peewee.Value": "b722b1c28ffc",
        "peewee.Proxy": "01f4cd47548c",
    },
}


@pytest.mark.parametrize("path", PINS)
def test_what_storage_relies_on_is_as_it_was_read(path):
    assert pins.outdated(pins.reasons(STORAGE / path)) == {}
    assert pins.changed(PINS[path]) == {}
