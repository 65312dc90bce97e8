"""Kinds of rooms, and who is in which: rooms from before are open, and everybody is in all of them."""

import time
from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the columns and the table, and fill it in."""
    columns = {
        "kind": CharField(max_length=8, constraints=[SQL("DEFAULT 'open'")]),
        "is_default": BooleanField(constraints=[SQL("DEFAULT false")]),
    }
    for name, column in columns.items():
        migrator.migrate(migrator.add_column("room", name, column, allow_not_null=True))
    migrator.migrate(migrator.add_column("room", "people_key", CharField(max_length=200, null=True, unique=True)))
    db.execute_sql('DROP INDEX "room_name"')
    db.execute_sql('DROP INDEX "room_name_key"')
    db.execute_sql('CREATE UNIQUE INDEX "room_open_name_key" ON "room" ("name_key") WHERE ("kind" = \'open\')')
    db.execute_sql('UPDATE "room" SET "is_default" = true WHERE "archived_at" IS NULL')
    _add_memberships(db)


def _add_memberships(db: Any) -> None:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        deleted_at = BigIntegerField(null=True)

    class Room(Table):
        pass

    class Membership(Table):
        room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        role = CharField(max_length=8)
        joined_at = BigIntegerField()
        left_at = BigIntegerField(null=True)
        hidden_at = BigIntegerField(null=True)
        listed = BigIntegerField(index=True)

        class Meta:
            indexes = ((("user", "room"), True), (("room", "user"), False))

    db.create_tables([Membership])
    everybody = Room.select(Room.id, User.id, peewee.Value("member"), time.time_ns() // 1_000_000, 0)
    joined = everybody.join(User, peewee.JOIN.CROSS).where(User.deleted_at.is_null())
    fields = (Membership.room, Membership.user, Membership.role, Membership.joined_at, Membership.listed)
    Membership.insert_from(joined, fields).execute()
