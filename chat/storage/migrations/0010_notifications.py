"""Of what in each room people want to be told, how, and what waits to be told."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the column and the tables."""
    migrator.migrate(migrator.add_column("membership", "level", CharField(max_length=12, null=True)))
    _add_tables(db)


def _add_tables(db: Any) -> None:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    User, Message, Session = (type(name, (Table,), {}) for name in ("User", "Message", "Session"))  # noqa: N806

    class NotificationSettings(Table):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        paused_until = BigIntegerField()
        time_zone = CharField(max_length=64)
        days = CharField(max_length=7)
        begins = IntegerField()
        ends = IntegerField()
        wants_mail = BooleanField()
        looked_at = BigIntegerField()

    class PushSubscription(Table):
        user = ForeignKeyField(User, on_delete="CASCADE")
        session = ForeignKeyField(Session, on_delete="CASCADE")
        endpoint = TextField()
        endpoint_hash = CharField(max_length=64, unique=True)
        public_key = CharField(max_length=128)
        secret = CharField(max_length=64)
        created_at = BigIntegerField()

    class QueuedNotice(Table):
        user = ForeignKeyField(User, on_delete="CASCADE")
        message = ForeignKeyField(Message, on_delete="CASCADE")
        subscription = ForeignKeyField(PushSubscription, null=True, on_delete="CASCADE")
        due_at = BigIntegerField(index=True)
        attempts = IntegerField()

    db.create_tables([NotificationSettings, PushSubscription, QueuedNotice])
