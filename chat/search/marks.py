"""Which messages have what other tables know of them, among those with ids from one to another."""

from typing import Any

from models import Blob, File, Mention, Pin, Reaction, SavedMessage


def ids_with_reactions(first: int, last: int) -> set[int]:
    """Return those that somebody has reacted to."""
    return _ids(Reaction.select(Reaction.message).where(Reaction.message.between(first, last)))


def ids_with_mentions(person_id: int, first: int, last: int) -> set[int]:
    """Return those that mean somebody, or everybody in their room."""
    means = (Mention.user == person_id) | Mention.user.is_null()
    return _ids(Mention.select(Mention.message).where(Mention.message.between(first, last), means))


def ids_with_files(first: int, last: int) -> set[int]:
    """Return those with files."""
    return _ids(File.select(File.message).where(File.message.between(first, last)))


def ids_with_images(first: int, last: int) -> set[int]:
    """Return those with pictures."""
    rows = File.select(File.message).join(Blob)
    return _ids(rows.where(File.message.between(first, last), Blob.type.startswith("image/")))


def saved_ids(person_id: int, first: int, last: int) -> set[int]:
    """Return those that somebody has saved for later."""
    mine = SavedMessage.user == person_id
    return _ids(SavedMessage.select(SavedMessage.message).where(mine, SavedMessage.message.between(first, last)))


def pinned_ids(first: int, last: int) -> set[int]:
    """Return those that are pinned to their rooms."""
    return _ids(Pin.select(Pin.message).where(Pin.message.between(first, last)))


def _ids(rows: Any) -> set[int]:
    return {id_ for (id_,) in rows.tuples()}
