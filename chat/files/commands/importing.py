"""Files that come with messages from elsewhere: for the program itself, which asks nobody's leave."""

import secrets
from collections.abc import Iterable
from typing import Any

from chat.files.keys import blob_key, preview_key
from chat.files.limits import MEGABYTE, limits
from chat.files.loading import file_item
from chat.files.looking import look_at
from chat.files.spool import Spool
from chat.storage.database import database
from chat.storage.objects import objects
from chat.text import clean_file_name
from models import Blob, File, Message, lock_for_update

StoredBytes = dict[str, Any]
"""The columns of a `Blob` whose bytes are stored."""


def store_bytes(pieces: Iterable[bytes], name: str, stored: dict[str, StoredBytes]) -> StoredBytes:
    """Store the bytes of a file outside of a change, unless there are the same ones already; blocks.

    Raises `TooLarge`, and `Unavailable` if they cannot be stored.

    Args:
        pieces: the bytes
        name: what the file is called
        stored: what was stored for the same change, by digest; new ones are added
    """
    spool = Spool(limits.max_file, f"it is larger than {limits.max_file // MEGABYTE} MB")
    try:
        spool.write(pieces)
        spool.finish()
        spool.cut_metadata()
        if spool.digest in stored:
            return stored[spool.digest]
        known = database.read_now(Blob.get_or_none, Blob.digest == spool.digest)
        stored[spool.digest] = {"digest": spool.digest} if known else _put(spool, name)
        return stored[spool.digest]
    finally:
        spool.discard()


def add_file(stored: StoredBytes, message: Message, name: str, position: int, alt: str) -> None:
    """Give a new message a file whose bytes are stored, inside a change."""
    blob = lock_for_update(Blob.select().where(Blob.digest == stored["digest"])).first() or Blob.create(**stored)
    home_id = message.room.parent_id or message.room_id
    file = File(
        blob=blob,
        owner=message.author_id,
        room=message.room_id,
        home_id=home_id,
        message=message,
        position=position,
        name=clean_file_name(name),
        alt=alt,
        created_at=message.created_at,
    )
    file.is_picture = file_item(file).kind == "picture"
    file.save()


def _put(spool: Spool, name: str) -> StoredBytes:
    seen = look_at(spool.path, name)
    columns: StoredBytes = {"digest": spool.digest, "nonce": secrets.token_hex(4), "size": spool.size}
    columns |= {"type": seen.type, "width": seen.width, "height": seen.height, "is_animated": seen.is_animated}
    columns |= {"excerpt": seen.excerpt, "has_preview": bool(seen.previews)}
    blob = Blob(**columns)
    for density, preview in enumerate(seen.previews, start=1):
        objects.put(preview_key(blob, density), preview)
    objects.put_file(blob_key(blob), spool.path)
    return columns
