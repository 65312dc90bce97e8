"""A part of the commands of messages: what a file shows, in words."""

from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound
from chat.files.limits import MAX_ALT
from chat.text import clean_line
from models import File, Message, row_id


def clean_alt(raw: object) -> str:
    """Return what a picture shows, in one line of words, or nothing; raises `Invalid`."""
    return clean_line(raw, MAX_ALT, "A description")


def change_alt(message: Message, actor: UserItem, file_id: int, alt: str) -> bool:
    """Note what a file of a locked message shows, and return whether that is new.

    Raises `NotFound` if the message has no such file, and `Forbidden` for a file of somebody else.
    """
    file = File.get_or_none(File.id == row_id(file_id), File.message == message)
    if file is None:
        raise NotFound("File not found.")
    if file.owner_id != actor.id:
        raise Forbidden("Only who has sent a file can describe it.")
    is_new = bool(file.alt != alt)
    file.alt = alt
    file.save(only=[File.alt])
    return is_new
