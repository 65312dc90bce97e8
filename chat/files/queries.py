"""Reads of files that the actor may see at this moment."""

from chat import rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.files.items import Allowance, ServedFile
from chat.files.keys import DENSITIES, blob_key, preview_key
from chat.files.limits import DAY_MS, limits
from chat.files.loading import file_item, select_files
from models import File, Room, Uploaded, now_ms, row_id


def file_to_serve(actor: UserItem, file_id: int, preview: int = 0) -> ServedFile:
    """Return a file of a message in a room that the actor may see, or one of their own that is not sent.

    Raises `NotFound`, also for a preview that there is none of.

    Args:
        actor: who asks
        file_id: the file
        preview: of which density a preview is asked for, 1 or 2; 0 for the file itself
    """
    rows = select_files().switch(File).join(Room)
    is_shown = File.message.is_null(False) | (File.owner == actor.id)
    row = rows.where(File.id == row_id(file_id), is_shown, rooms.visible_to(actor)).first()
    if row is None or (preview and not (preview in DENSITIES and row.blob.has_preview)):
        raise NotFound("File not found.")
    if preview:
        return ServedFile(file_item(row), preview_key(row.blob, preview), f"{row.blob.digest}-{preview}", True)
    return ServedFile(file_item(row), blob_key(row.blob), row.blob.digest)


def allowance(actor: UserItem) -> Allowance:
    """Return how much the actor may upload."""
    row = Uploaded.get_or_none(Uploaded.user == actor.id, Uploaded.day == today())
    return Allowance(limits.max_file, max(0, limits.max_daily - (row.size if row else 0)))


def today() -> int:
    """Return the day, counted from 1970, UTC."""
    return now_ms() // DAY_MS
