"""Keys of names, which are equal for names that look the same."""

from typing import Any

from peewee import CharField, Table
from playhouse.migrate import SchemaMigrator

from chat.storage.name_keys import name_key


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the columns, fill them in, and make them unique.

    Rows whose names are the same from now on keep them; the later ones' keys have their id behind a line break.
    """
    for table in ("room", "user"):
        migrator.migrate(migrator.add_column(table, "name_key", CharField(max_length=200, null=True)))
    room, user = (Table(name).bind(db) for name in ("room", "user"))
    is_active = user.c.deactivated_at.is_null() & user.c.deleted_at.is_null()
    _fill_in(room, room.select(room.c.id, room.c.name))
    _fill_in(user, user.select(user.c.id, user.c.name).where(is_active))
    db.execute_sql('CREATE UNIQUE INDEX "room_name_key" ON "room" ("name_key")')
    db.execute_sql(
        'CREATE UNIQUE INDEX "user_active_name_key" ON "user" ("name_key")'
        " WHERE deactivated_at IS NULL AND deleted_at IS NULL"
    )


def _fill_in(table: Any, rows: Any) -> None:
    seen: set[str] = set()
    for row in rows.order_by(table.c.id).tuples():
        key = name_key(row[1])
        stored = f"{key}\n{row[0]}" if key in seen else key
        seen.add(key)
        table.update({table.c.name_key: stored}).where(table.c.id == row[0]).execute()
