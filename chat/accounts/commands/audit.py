"""Writing the audit log, and forgetting what is old."""

from chat.storage.database import database
from models import AuditEntry, User, now_ms

KEPT_FOR_MS = 365 * 24 * 3600 * 1000
"""For how long it is kept what administrators did: a year."""


async def forget_old_actions() -> None:
    """Forget what administrators did so long ago that the audit log does not keep it any more."""
    await database.write(_forget)


def note_action(
    actor: User,
    action: str,
    *,
    person: int | None = None,
    room: int | None = None,
    detail: str = "",
    whoever: bool = False,
) -> None:
    """Note what an administrator does, in the transaction that does it; what others do is hardly ever noted.

    Args:
        actor: the row of whoever does it
        action: what, as in `admin/log.html`
        person: whom it concerns
        room: which open room it concerns; a closed one is the business of its members alone
        detail: more words, such as a new role
        whoever: whether it is noted of others, too
    """
    if whoever or actor.role == "administrator":
        AuditEntry.create(actor=actor, action=action, person=person, room=room, detail=detail)


def _forget() -> None:
    AuditEntry.delete().where(AuditEntry.created_at < now_ms() - KEPT_FOR_MS).execute()
