"""The migration that leaves each person one time zone."""

import importlib

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

TABLES = """
CREATE TABLE profile (id INTEGER PRIMARY KEY, user_id INTEGER, title TEXT NOT NULL, zone TEXT NOT NULL,
 status_emoji TEXT NOT NULL, status_text TEXT NOT NULL, status_until INTEGER, hides_presence INTEGER NOT NULL);
CREATE TABLE notificationsettings (id INTEGER PRIMARY KEY, user_id INTEGER, time_zone TEXT NOT NULL,
 days TEXT NOT NULL);
INSERT INTO profile VALUES (1, 1, 'Nurse', '', '', '', NULL, 1), (2, 2, '', 'Asia/Tokyo', '', '', NULL, 0);
INSERT INTO notificationsettings VALUES (1, 1, 'Europe/Vienna', '1'), (2, 2, 'Europe/Vienna', '1'),
 (3, 3, 'Europe/Vienna', '12345'), (4, 4, 'Europe/Vienna', '');
"""


def test_that_of_a_schedule_becomes_the_profiles_if_it_has_none():
    db = SqliteDatabase(":memory:")
    for statement in TABLES.split(";\n"):
        db.execute_sql(statement)
    migration = importlib.import_module("chat.storage.migrations.0016_one_time_zone")
    migration.up(SchemaMigrator.from_database(db), db)
    rows = db.execute_sql("SELECT user_id, title, zone, hides_presence FROM profile ORDER BY user_id").fetchall()
    assert rows == [(1, "Nurse", "Europe/Vienna", 1), (2, "", "Asia/Tokyo", 0), (3, "", "Europe/Vienna", 0)]
    assert [column.name for column in db.get_columns("notificationsettings")] == ["id", "user_id", "days"]
