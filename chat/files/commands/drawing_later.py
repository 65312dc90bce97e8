"""Small pictures of files that were stored without: their turn did not come, or what draws them was added since."""

import tempfile
from pathlib import Path

from chat.files.commands.looks import look
from chat.files.keys import DENSITIES, blob_key, preview_key
from chat.files.loading import file_item, select_files
from chat.files.looking import DRAWN, Look
from chat.files.threads import run, run_storing
from chat.storage.database import database
from chat.storage.objects import objects
from models import Blob, File

AT_ONCE = 3

NOBODY = -1
"""Whose turn it is: no account has this id, nor is it `looks.EVERYBODY`."""


class MissingPictures:
    """Draws what has no small picture, a few at a time, each once for as long as the program runs."""

    def __init__(self) -> None:
        self._after = 0

    async def step(self) -> None:
        """Draw the next ones; raises `Unavailable` where their bytes cannot be read now."""
        for blob in await database.read(_undrawn, self._after):
            await _draw(blob)
            self._after = blob.id


def _undrawn(after: int) -> list[Blob]:
    rows = Blob.select().where(Blob.id > after, ~Blob.has_preview, Blob.type.in_(sorted(DRAWN)))
    return list(rows.order_by(Blob.id).limit(AT_ONCE))


async def _draw(blob: Blob) -> None:
    path = await run(_copy, blob)
    if path is None:
        return
    try:
        seen = await look(NOBODY, path, "")
    finally:
        await run(path.unlink)
    if not seen.previews:
        return
    keys = [preview_key(blob, density) for density in DENSITIES]
    for key, preview in zip(keys, seen.previews, strict=True):
        await run_storing(objects.put, key, preview)
    if not await database.write(_note, blob, seen):  # it was deleted meanwhile
        objects.delete_soon(keys)


def _copy(blob: Blob) -> Path | None:
    """Write its bytes to a file of its own; None where they are missing."""
    if not objects.has(blob_key(blob)):
        return None
    with tempfile.NamedTemporaryFile(dir=objects.incoming, delete=False) as file:
        for piece in objects.pieces(blob_key(blob)):
            file.write(piece)
    return Path(file.name)


def _note(blob: Blob, seen: Look) -> int:
    columns = {"width": seen.width, "height": seen.height, "is_animated": seen.is_animated, "has_preview": True}
    changed: int = Blob.update(columns).where(Blob.id == blob.id, Blob.nonce == blob.nonce).execute()
    for row in select_files().where(File.blob == blob.id, File.message.is_null(False)):
        row.is_picture = file_item(row).kind == "picture"
        row.save(only=[File.is_picture])
    return changed
