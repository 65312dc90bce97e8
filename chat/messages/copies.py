"""Replies that were sent in the room as well: the copy there knows what it is of by its client id."""

from models import Message

BEGINS = "copy:"
"""No client id that a browser gives has such a sign: text.CLIENT_ID."""


def client_id_of_copy(reply_id: int) -> str:
    """Return the client id of the copy of a reply."""
    return f"{BEGINS}{reply_id}"


def copied_from(client_id: str | None) -> int | None:
    """Return the id of the reply that a message with this client id is a copy of, None where it is none."""
    return int(client_id.removeprefix(BEGINS)) if client_id and client_id.startswith(BEGINS) else None


def twin_of(message_id: int) -> int | None:
    """Return the id of a reply's copy, or of the reply of a copy; None for other messages."""
    row = Message.select(Message.author, Message.client_id).where(Message.id == message_id).tuples().first()
    if row is None:
        return None
    author, client_id = row
    copies = Message.select(Message.id).where(
        Message.author == author, Message.client_id == client_id_of_copy(message_id)
    )
    found: int | None = copied_from(client_id) or copies.scalar()
    return found
