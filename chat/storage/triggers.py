"""Triggers, made at each start if they are missing: SQLite drops them together with a table that is rebuilt."""

from typing import Any

import peewee

ON_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS message_text_changed AFTER UPDATE OF body ON message WHEN old.body <> new.body
    BEGIN INSERT INTO searchchange (message_id, body) VALUES (old.id, old.body); END""",
    """CREATE TRIGGER IF NOT EXISTS message_removed AFTER DELETE ON message
    BEGIN INSERT INTO searchchange (message_id, body) VALUES (old.id, old.body); END""",
)

FUNCTION = "note_search_change"
"""What the triggers call with PostgreSQL, where it does not go with a table."""

ON_POSTGRES = (
    f"""CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO searchchange (message_id, body) VALUES (old.id, old.body); RETURN NULL; END $$""",  # noqa: S608 - ours
    f"""CREATE OR REPLACE TRIGGER message_text_changed AFTER UPDATE OF body ON message FOR EACH ROW
    WHEN (old.body <> new.body) EXECUTE FUNCTION {FUNCTION}()""",
    f"""CREATE OR REPLACE TRIGGER message_removed AFTER DELETE ON message FOR EACH ROW
    EXECUTE FUNCTION {FUNCTION}()""",
)


NAMES = {"message_text_changed", "message_removed"}

THERE = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "SELECT tgname FROM pg_trigger WHERE tgrelid = 'message'::regclass",
)


def make_triggers(database: Any) -> None:
    """Make the triggers that are missing: what a message said before a change is noted for the index of the search."""
    if not database.table_exists("searchchange"):
        return  # an older version's, which is not yet as far
    is_sqlite = isinstance(database, peewee.SqliteDatabase)
    there = {name for (name,) in database.execute_sql(THERE[not is_sqlite]).fetchall()}
    if there >= NAMES:
        return  # to make them once more, PostgreSQL would wait for all who write
    for statement in ON_SQLITE if is_sqlite else ON_POSTGRES:
        database.execute_sql(statement)
