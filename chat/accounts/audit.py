"""The audit log: what administrators did, written in the transaction that did it."""

from chat.accounts.guards import require_administrator
from chat.accounts.items import AuditItem, UserItem
from chat.accounts.queries import user_item
from chat.storage.pagination import Listing, nearest_page
from models import AuditEntry, User


def audit_listing(actor: UserItem, page: int = 1) -> Listing[AuditItem]:
    """List what administrators did, newest first; raises `Forbidden` for everybody else."""
    require_administrator(actor)
    return nearest_page(page, AuditEntry.select().count(), _entries)


def _entries(start: int, count: int) -> list[AuditItem]:
    rows = list(AuditEntry.select().order_by(AuditEntry.id.desc()).offset(start).limit(count))
    ids = {id_ for row in rows for id_ in (row.actor_id, row.person_id) if id_}
    people = {row.id: user_item(row) for row in User.select().where(User.id.in_(list(ids)))}
    return [
        AuditItem(
            row.id,
            row.created_at,
            people[row.actor_id],
            row.action,
            people.get(row.person_id or 0),
            row.room_id,
            row.detail,
        )
        for row in rows
    ]
