"""Roles, pictures, devices, links and tokens. The first user becomes the administrator."""

from typing import Any, cast

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, BlobField, BooleanField, CharField, Field, Node
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add columns and tables."""
    _add_columns(migrator)
    db.create_tables(_tables(db))
    db.execute_sql('UPDATE "user" SET role = \'administrator\' WHERE id = (SELECT MIN(id) FROM "user")')
    db.execute_sql("UPDATE session SET is_kept = TRUE, confirmed_at = created_at, seen_at = created_at")


def _add_columns(migrator: SchemaMigrator) -> None:
    zero, no, empty, member = (cast(list[Node], [SQL(f"DEFAULT {it}")]) for it in ("0", "FALSE", "''", "'member'"))
    columns: dict[str, dict[str, Field]] = {
        "user": {
            "role": CharField(max_length=16, constraints=member),
            "avatar": CharField(max_length=32, null=True),
            "deactivated_at": BigIntegerField(null=True),
            "deleted_at": BigIntegerField(null=True),
        },
        "room": {"archived_at": BigIntegerField(null=True)},
        "session": {
            "device": CharField(max_length=80, constraints=empty),
            "is_kept": BooleanField(constraints=no),
            "confirmed_at": BigIntegerField(constraints=zero),
            "seen_at": BigIntegerField(constraints=zero),
        },
    }
    for table, fields in columns.items():
        for name, field in fields.items():
            migrator.migrate(migrator.add_column(table, name, field, allow_not_null=True))
    migrator.migrate(migrator.add_index("session", ("expires_at",)))


def _tables(db: peewee.Database) -> list[type[peewee.Model]]:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Avatar(Table):
        digest = CharField(max_length=32, unique=True)
        image = BlobField()

    class Owned(Table):
        token_hash = CharField(max_length=64, unique=True)

    class ApiToken(Owned):
        user = peewee.ForeignKeyField(User, on_delete="CASCADE")
        name = CharField(max_length=80)
        created_at = BigIntegerField()
        used_at = BigIntegerField(null=True)

    class Invite(Owned):
        author = peewee.ForeignKeyField(User, on_delete="CASCADE")
        created_at = BigIntegerField()
        expires_at = BigIntegerField()

    class ResetLink(Owned):
        user = peewee.ForeignKeyField(User, on_delete="CASCADE")
        expires_at = BigIntegerField()

    return [Avatar, ApiToken, Invite, ResetLink]
