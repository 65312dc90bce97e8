"""An index that has all that counting unread messages looks at, in place of the one with which it looked into rows."""

from typing import Any

from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:  # noqa: ARG001 (the runner passes both)
    """Make it, then drop the other one."""
    migrator.migrate(
        migrator.add_index("message", ("room_id", "id", "author_id", "deleted_at")),
        migrator.drop_index("message", "message_room_id_id"),
    )
