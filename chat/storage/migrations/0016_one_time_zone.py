"""One time zone for each person, in their profile: that of a schedule of notifications goes there, if there is none."""

from typing import Any

from playhouse.migrate import SchemaMigrator

MOVES = (
    """UPDATE profile SET zone = (SELECT time_zone FROM notificationsettings AS n WHERE n.user_id = profile.user_id)
    WHERE zone = '' AND user_id IN (SELECT user_id FROM notificationsettings WHERE days <> '' AND time_zone <> '')""",
    """INSERT INTO profile (user_id, title, zone, status_emoji, status_text, hides_presence)
    SELECT user_id, '', time_zone, '', '', FALSE FROM notificationsettings
    WHERE days <> '' AND time_zone <> '' AND user_id NOT IN (SELECT user_id FROM profile)""",
)


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Move those that a schedule goes by, then drop the column."""
    for statement in MOVES:
        db.execute_sql(statement)
    migrator.migrate(migrator.drop_column("notificationsettings", "time_zone"))
