"""What connections to PostgreSQL rely on in psycopg and peewee is still as it was read."""

from tests import pins

PATH = pins.ROOT / "chat" / "storage" / "engines" / "connection.py"

PINS = {
    "psycopg.connection.Connection.wait": "a3342c2de136",
    "peewee.Psycopg3Adapter": "d26127b056b4",
}


def test_what_connections_rely_on_is_as_it_was_read():
    assert pins.outdated(pins.reasons(PATH)) == {}
    assert pins.changed(PINS) == {}
