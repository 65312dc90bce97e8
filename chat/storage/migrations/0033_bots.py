"""Bots, and what API tokens are good for: those that there are, for everything, everywhere and without an end."""

from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the table and the columns."""
    scopes = CharField(max_length=40, constraints=[SQL("DEFAULT 'read write'")])
    migrator.migrate(
        migrator.add_column("apitoken", "scopes", scopes, allow_not_null=True),
        migrator.add_column("apitoken", "room_id", BigIntegerField(null=True)),
        migrator.add_column("apitoken", "expires_at", BigIntegerField(null=True)),
    )
    db.create_tables([_bots(db)])


def _bots(db: Any) -> type[peewee.Model]:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Bot(Table):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        owner = ForeignKeyField(User, on_delete="CASCADE")
        created_at = BigIntegerField()

    return Bot
