"""Search: changed messages are found by their ids, however many there are."""

from typing import Any

from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the index that a new database has."""
    db.execute_sql('CREATE INDEX "searchchange_message_id" ON "searchchange" ("message_id")')
