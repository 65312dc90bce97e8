"""Writing the audit log."""

from models import AuditEntry, User


def note_action(
    actor: User, action: str, *, person: int | None = None, room: int | None = None, detail: str = ""
) -> None:
    """Note what an administrator does, in the transaction that does it; what others do is not noted.

    Args:
        actor: the row of whoever does it
        action: what, as in `admin/log.html`
        person: whom it concerns
        room: which open room it concerns; a closed one is the business of its members alone
        detail: more words, such as a new role
    """
    if actor.role == "administrator":
        AuditEntry.create(actor=actor, action=action, person=person, room=room, detail=detail)
